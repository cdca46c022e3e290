import type { StaffAction } from './staff-script.ts';

const at = (time: string) => Date.parse(time);

const IMPACT = `Serving did not answer ad requests for {{episode.1.duration}}. All 240 instances were affected. In the second outage, which lasted for 8 minutes, {{episode.2.instances}} instances were affected, so most requests were still answered. Analytics stayed operational.

Serving was down for 78 minutes in total. The target of 99.9 % allows {{budget.allowed}} of downtime in March, and {{budget.share}} of that was used. Uptime of Serving in March 2022 was 99.825 %: the target was missed.`;

/** The texts of the post-mortem of 30 March 2022. Some figures are written out and some are live references, as people write them. */
const SECTIONS = {
  summary: {
    public:
      'On 30 March 2022, a network failure in one data centre of our cloud provider ended several real-time databases. Serving lost the data that it answers ad requests with. It was down from 13:20 to 14:30 UTC, and partly down again from 15:06 to 15:14 UTC: {{downtime}} in total.',
  },
  impact: { public: IMPACT },
  cause: {
    public: `Serving instances answer only while their data is current. When the network failed, they lost the connection to the real-time databases, and many of these were terminated. Three factors made the outage longer:

- After the databases were back, all instances reloaded their data at the same time, and the network was too slow for that.
- Cached data was out of date and had to be removed before a reload could succeed.
- Nothing checked whether each instance was current again. Some fell behind later.`,
    internal: 'The provider has not confirmed the order in which the databases ended.',
  },
  detection: {
    public: `Monitoring confirmed the outage at {{confirmed}} UTC, {{detected.after}} after it began, and the incident was published at {{published}} UTC. The team acknowledged it at 13:24 UTC and identified the cause at 13:34 UTC.

The first reload did not finish. At 13:58 UTC we announced that we were reloading all data from the start. At 14:30 UTC all instances were current.

When instances fell behind at 15:06 UTC, their data was reloaded once more, until 15:14 UTC. We resolved the incident at 15:30 UTC.`,
  },
  well: {
    public: `- Monitoring looked at the age of the data, and not only at whether servers respond.
- The cause was identified 14 minutes after the outage began.`,
  },
  lessons: {
    public: `- An instance that responds can still be unable to serve.
- A complete reload has to take minutes, also when all instances need one at the same time.`,
  },
};

const ITEMS = [
  { action: 'Load a complete copy of the data in less time', owner: 'Serving team', dueOn: '2022-05-31' },
  { action: 'Run real-time databases in a second data centre', owner: 'Platform team', dueOn: '2022-06-30' },
  { action: 'Compare the data of all instances after a reload', owner: 'Serving team', dueOn: '2022-04-29' },
  { action: 'Limit how many instances reload at the same time', owner: 'Serving team', dueOn: '2022-04-15' },
];

/**
 * Returns how staff published the post-mortem: Ed wrote it the next day, Ada approved it once the figures of March were final, and when those of the year were,
 * Ed added them.
 */
export function march30Postmortem(): StaffAction[] {
  let path = '';
  let version = 0;
  return [
    {
      at: at('2022-03-31T09:00:00Z'),
      act: async ({ signIn }) => {
        const ed = await signIn('ed');
        const { incidents } = await ed('GET', '/incidents');
        const started = await ed('POST', '/postmortems', { incidents: [incidents[0].id] });
        path = `/postmortems/${started.postmortem}`;
        const title = 'Serving down after a network failure';
        ({ version } = await ed('PATCH', path, { version: started.version, title, sections: SECTIONS }));
        for (const item of ITEMS) await ed('POST', `${path}/action-items`, item);
        await ed('POST', `${path}/review`, { version });
      },
    },
    {
      at: at('2022-04-01T10:00:00Z'),
      act: async ({ signIn }) => {
        const [ada, ed] = [await signIn('ada'), await signIn('ed')];
        await ada('POST', `${path}/approval`, { version });
        await ed('POST', `${path}/publication`, { version });
      },
    },
    {
      at: at('2023-01-02T10:00:00Z'),
      act: async ({ signIn }) => {
        const [ada, ed] = [await signIn('ada'), await signIn('ed')];
        const impact = { public: `${IMPACT} Uptime in 2022 was 99.985 %: the target for the year was met.` };
        ({ version } = await ed('PATCH', path, { version, sections: { impact } }));
        await ed('POST', `${path}/review`, { version });
        await ada('POST', `${path}/approval`, { version });
        await ed('POST', `${path}/publication`, { version, changeNote: 'Added the uptime of 2022, which is final.' });
      },
    },
  ];
}
