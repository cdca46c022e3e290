import type { Fact, PostmortemRecord } from '#domain/postmortem/facts';
import { type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';

const MINUTE_MS = 60_000;
const AT = (clock: string) => Date.parse(`2022-03-30T${clock}:00.000Z`);

function fact(key: string, kind: Fact['kind'], value: number, more: Partial<Fact> = {}): Fact {
  return { key, kind, value, component: null, source: 'monitoring', ...more };
}

/** The record of the outages on 30 March 2022. */
export const SAMPLE_RECORD: PostmortemRecord = {
  facts: [
    fact('episode.1.start', 'instant', AT('13:20')),
    fact('episode.1.end', 'instant', AT('14:30')),
    fact('episode.1.duration', 'duration', 70 * MINUTE_MS),
    fact('episode.1.instances', 'count', 188, { of: 300 }),
    fact('episode.2.start', 'instant', AT('15:06')),
    fact('episode.2.end', 'instant', AT('15:14')),
    fact('episode.2.duration', 'duration', 8 * MINUTE_MS),
    fact('episode.2.instances', 'count', 42, { of: 300 }),
    fact('downtime', 'duration', 78 * MINUTE_MS),
    fact('instances', 'count', 188, { of: 300 }),
    fact('detected', 'instant', AT('13:21')),
    fact('uptime.month', 'uptime', 998_252, { source: 'calculated', period: '2022-03' }),
    fact('budget.allowed', 'duration', 2_678_400, { source: 'calculated', period: '2022-03' }),
    fact('budget.over', 'duration', 78 * MINUTE_MS - 2_678_400, { source: 'calculated', period: '2022-03' }),
    fact('recipients', 'count', 214, { source: 'deliveries' }),
  ],
  components: [{ slug: 'serving', name: 'Serving', isAffected: true }],
  from: AT('13:20'),
  to: AT('15:14'),
  evaluatedUntil: AT('18:00'),
};

const PUBLIC: Partial<Record<keyof PostmortemContent['sections'], string>> = {
  summary:
    'Serving was down for 1 h 10 min in us-east-1 and us-west-2, and partly down again for 8 min. Total downtime was {{downtime}}. The cause was a network failure in one data centre of our cloud provider.',
  impact: `Ad requests to us-east-1 and us-west-2 got no answer between 13:20 and 14:30 UTC. Partners saw errors from 13:18 UTC. At the peak 188 of 300 instances were affected.

Serving was partly down again from 16:06 to 16:14 UTC: 42 instances in us-west-2 served outdated data.

The SLA allows 44 min 38 s of downtime in March. We exceeded it by 33 min. Serving ended March at an uptime of 99.285 %, below its target.`,
};

/** A post-mortem of them with two figures that differ and one that is explained. */
export const SAMPLE_CONTENT: PostmortemContent = {
  sections: Object.fromEntries(
    TEXT_SECTIONS.map((section) => [section, { public: PUBLIC[section] ?? '', internal: '' }]),
  ) as PostmortemContent['sections'], // every section has an entry
  timeline: [],
  explanations: [
    {
      section: 'impact',
      claimed: '13:18 UTC',
      fact: 'episode.1.start',
      reason: 'From the logs of two partners. Our probes failed from 13:20.',
    },
  ],
};
