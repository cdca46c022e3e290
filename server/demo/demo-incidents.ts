import type { IncidentState } from '#domain/incident/incident';
import type { DEMO_STAFF } from './demo-staff.ts';

type Author = keyof typeof DEMO_STAFF;
/** Times are UTC, on the day of the incident. */
export type DemoUpdate = {
  at: string;
  state: IncidentState;
  body: string;
  title?: string;
  nextUpdateBy?: string;
  whatYouCanDo?: string | null;
};
/** An incident that monitoring opens for the outages of a component on a day, and to which a person posts. `from`: the start of the first outage. */
export type MonitoredIncident = {
  kind: 'monitored';
  ago: number;
  from: string;
  component: string;
  by: Author;
  updates: DemoUpdate[];
};
/** A problem that is not an outage, entered later. */
export type BackfilledIncident = {
  kind: 'backfilled';
  ago: number;
  from: string;
  title: string;
  component: string;
  by: Author;
  updates: DemoUpdate[];
};
/** An incident that a person opens and soon withdraws. */
export type FalseAlarm = {
  kind: 'false_alarm';
  ago: number;
  from: string;
  title: string;
  body: string;
  component: string;
  by: Author;
  withdrawnAt: string;
  reason: string;
};

/** The incidents of the demo, oldest first. Their times and effects agree with the faults of demo-faults.ts. */
export const DEMO_INCIDENTS: readonly (MonitoredIncident | BackfilledIncident | FalseAlarm)[] = [
  {
    kind: 'monitored',
    ago: 58,
    from: '14:05',
    component: 'analytics',
    by: 'cory',
    updates: [
      {
        at: '14:09',
        state: 'investigating',
        title: 'Reports unavailable in Analytics',
        body: 'Reports, dashboards and exports are not loading in any region. Our team is investigating. Ad serving is not affected.',
        nextUpdateBy: '14:30',
        whatYouCanDo: 'Hold off on new exports. Data is still being collected, so reports will be complete.',
      },
      {
        at: '14:28',
        state: 'resolved',
        body: 'A configuration change stopped all Analytics servers from reading their database. We reverted it, and reports have loaded normally since 14:14 UTC. No data was lost. We now roll out configuration changes to one region first.',
        whatYouCanDo: null,
      },
    ],
  },
  {
    kind: 'monitored',
    ago: 44,
    from: '13:20',
    component: 'serving',
    by: 'cory',
    updates: [
      {
        at: '13:25',
        state: 'investigating',
        body: 'Ad requests are failing in all regions because the campaign data on our servers is out of date. We are investigating the cause.',
        nextUpdateBy: '13:40',
        whatYouCanDo: 'Use your fallback ads. You don’t need to change your setup.',
      },
      {
        at: '13:34',
        state: 'identified',
        title: 'Serving down after a network failure',
        body: 'A network link has failed, so Serving can’t reach the campaign database. Our provider is moving traffic to another link.',
        nextUpdateBy: '14:00',
      },
      {
        at: '13:57',
        state: 'identified',
        body: 'The network connection has been restored. Servers are loading current campaign data. We expect this to take about 30 minutes.',
        nextUpdateBy: '14:40',
      },
      {
        at: '14:36',
        state: 'monitoring',
        body: 'All servers have current data and are answering ad requests. We are monitoring to confirm recovery.',
        nextUpdateBy: '15:40',
        whatYouCanDo: null,
      },
      {
        at: '15:08',
        state: 'investigating',
        body: 'A third of the servers have lost contact with the campaign database again. Our team is investigating.',
        nextUpdateBy: '15:20',
        whatYouCanDo: 'Retry failed ad requests once. Most succeed on the second attempt.',
      },
      {
        at: '15:12',
        state: 'identified',
        body: 'The failure recurred when the repaired link was put back into service. We are moving traffic back to the other link.',
        nextUpdateBy: '15:40',
      },
      {
        at: '15:38',
        state: 'resolved',
        body: 'Serving has been stable since 15:14 UTC. The faulty link stays out of service until our provider has replaced it. We are adding a second, independent link between Serving and its database.',
        whatYouCanDo: null,
      },
    ],
  },
  {
    kind: 'monitored',
    ago: 31,
    from: '07:40',
    component: 'serving',
    by: 'cory',
    updates: [
      {
        at: '07:46',
        state: 'investigating',
        title: 'Serving partly down in Ireland',
        body: 'Ad requests to our Ireland region are failing. Virginia and Oregon are not affected. Our team is investigating.',
        nextUpdateBy: '08:05',
        whatYouCanDo: 'Send ad requests to Virginia or Oregon if your setup allows it.',
      },
      {
        at: '07:58',
        state: 'identified',
        body: 'The load balancer in Ireland is rejecting its new certificate. We are restoring the previous one.',
        nextUpdateBy: '08:30',
      },
      {
        at: '08:26',
        state: 'resolved',
        body: 'Ireland has answered all ad requests since 08:14 UTC, with the previous certificate. We now test new certificates on a server without traffic first.',
        whatYouCanDo: null,
      },
    ],
  },
  {
    kind: 'false_alarm',
    ago: 26,
    from: '09:12',
    title: 'Reports may be delayed',
    component: 'analytics',
    by: 'cory',
    body: 'A check reported that last night’s import did not finish. We are checking whether reports are complete.',
    withdrawnAt: '09:31',
    reason: 'the check used an outdated address. All reports were complete and on time.',
  },
  {
    kind: 'backfilled',
    ago: 19,
    from: '21:15',
    title: 'Slow dashboards in Analytics',
    component: 'analytics',
    by: 'ed',
    updates: [
      {
        at: '21:20',
        state: 'investigating',
        body: 'Dashboards and reports took up to a second longer to load, for about half of all requests.',
      },
      {
        at: '21:35',
        state: 'resolved',
        body: 'A large export took up most of the database’s capacity. It finished at 21:27 UTC. Exports of this size now run at night.',
      },
    ],
  },
  {
    kind: 'monitored',
    ago: 8,
    from: '10:02',
    component: 'serving',
    by: 'cory',
    updates: [
      {
        at: '10:05',
        state: 'investigating',
        title: 'Some ad requests failed',
        body: 'About one in six ad requests is failing. Our team is investigating.',
        nextUpdateBy: '10:30',
        whatYouCanDo: 'Retry failed ad requests once. Most succeed on the second attempt.',
      },
      {
        at: '10:28',
        state: 'resolved',
        body: 'Two servers stopped responding after an operating system update. They were replaced at 10:07 UTC, and the update is on hold.',
        whatYouCanDo: null,
      },
    ],
  },
];
