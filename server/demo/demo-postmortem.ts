import type { ActionItemState } from '#domain/postmortem/action-item';
import { dayUtc, monthNameUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { SavePostmortem } from '#server/postmortems/schemas';

/** A change of an action item after publication. `ago`: on which day, in days before the demo began. */
type DemoItemChange = { ago: number; state?: ActionItemState; dueAgo?: number; reason?: string };
/** `dueAgo`: the due day, in days before the demo began; negative for days after it. */
export type DemoItem = {
  action: string;
  owner: string;
  dueAgo: number;
  evidenceUrl?: string;
  change?: DemoItemChange;
};

/** The incident that the post-mortem is about, and the days on which it was written and published. */
export const DEMO_POSTMORTEM = { ago: 44, from: '13:20', writtenAgo: 43, publishedAgo: 42 };
/** An incident whose post-mortem is promised and not published. */
export const DEMO_PROMISE = { ago: 8, from: '10:02', promisedAgo: 7, dueAgo: -6 };

/** Returns the texts. Figures that depend on the day of the demo are live references; all others are checked when it is published. */
export function demoSections(startedAt: Instant): NonNullable<SavePostmortem['sections']> {
  const [day, month] = [dayUtc(startedAt), monthNameUtc(startedAt)];
  return {
    summary: {
      public: `On ${day}, a network link to the campaign database failed, and Serving stopped answering ad requests in all regions for {{episode.1.duration}}. When the repaired link was put back into service, {{episode.2.instances}} servers failed again for {{episode.2.duration}}.`,
    },
    impact: {
      public: `From 13:20 to 14:30 UTC, ad requests failed in Ireland, Virginia and Oregon. All 12 servers were affected. From 15:06 to 15:14 UTC, 4 of 12 servers failed again. Most ad requests succeeded on the second attempt.

Serving was down for 78 minutes in total. That exceeds the error budget of {{budget.allowed}} for ${month} by {{budget.over}}. When this text was published, uptime in ${month} was {{uptime.month}}; the target is 99.9 %.

Analytics, the campaign console and the Management API stayed operational. Ads that were not served during these times can’t be delivered later. They were not billed.`,
      internal: 'Service credits: the list of affected contracts is with Partner Management.',
    },
    cause: {
      public: `A link in our provider’s network failed, and all servers lost their connection to the campaign database. Servers answer ad requests only with current data, so they stopped answering. Several factors made the outage longer:

- Both connections to the database used the same link. Traffic had to be moved to another one by hand.
- When the connection was back, all servers loaded the complete data at the same time, and the database became slow.
- The repaired link was put back into service without a test under load. It failed again, and a third of the servers lost their connection.`,
      internal: 'Our provider’s own report is expected next week.',
    },
    detection: {
      public: `Monitoring confirmed the outage at 13:21 UTC, one minute after it began. The incident was published at the same time. At 13:25 UTC, the on-call team confirmed that all regions were affected.

The cause was identified at 13:34 UTC, and our provider moved the traffic to another link. The connection was back at 13:57 UTC. At 14:30 UTC, all servers had current data.

When servers failed again at 15:06 UTC, the cause was known. Moving the traffic back to the other link took until 15:14 UTC.`,
    },
    well: {
      public: `- The first public update was posted one minute after the outage began.
- We posted {{updates}} updates in total. Each announced update came on time.
- The advice to use fallback ads helped: many partners filled their ad slots with them.`,
    },
    lessons: {
      public: `- Two connections that share a link are not redundant.
- For most campaigns, data that is a few minutes old is better than no ads.
- A repaired link must carry test traffic before it carries ours.`,
    },
  };
}

/** Times are UTC, on the day of the incident. */
export const DEMO_TIMELINE: readonly { at: string; text: string; isKey?: true }[] = [
  { at: '13:20', text: 'A network link fails. All servers lose their connection to the campaign database.' },
  { at: '13:21', text: 'Monitoring confirms the outage. The incident is published.', isKey: true },
  { at: '13:34', text: 'The cause is identified. Our provider moves the traffic to another link.' },
  { at: '13:57', text: 'The connection is back. All servers load current campaign data.' },
  { at: '14:30', text: 'Serving is operational.', isKey: true },
  {
    at: '15:06',
    text: 'The repaired link is put back into service and fails again. 4 of 12 servers lose their connection.',
  },
  { at: '15:12', text: 'Our provider moves the traffic back to the other link.' },
  { at: '15:14', text: 'All servers have current data.', isKey: true },
  { at: '15:38', text: 'The incident is resolved. The faulty link stays out of service.' },
];

/** A comment of the reviewer, with the answer of the author. */
export const DEMO_COMMENT = {
  section: 'impact',
  quote: '4 of 12 servers failed again',
  body: 'Please add how partners noticed this. A third of the servers does not mean a third of the requests.',
  reply: 'Added that most requests succeeded on the second attempt.',
} as const;

export const DEMO_ITEMS: readonly DemoItem[] = [
  {
    action: 'Test repaired network links under load before they carry traffic',
    owner: 'Network team',
    dueAgo: 34,
    change: { ago: 36, state: 'done' },
  },
  {
    action: 'Load campaign data in batches, so that the database stays fast',
    owner: 'Serving team',
    dueAgo: 28,
    evidenceUrl: 'https://docs.larkfield.example/serving/loading-in-batches',
    change: { ago: 27, state: 'done' },
  },
  {
    action: 'Connect Serving to its database over two independent links',
    owner: 'Network team',
    dueAgo: -24,
    change: { ago: 21, state: 'in_progress' },
  },
  {
    action: 'Answer ad requests with data that is up to ten minutes old',
    owner: 'Serving team',
    dueAgo: -60,
  },
  {
    action: 'Move traffic to another link automatically when one fails',
    owner: 'Network team',
    dueAgo: 6,
    change: { ago: 8, dueAgo: -15, reason: 'The routers for Oregon arrive three weeks late.' },
  },
];
