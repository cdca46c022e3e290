import type { Fact, PostmortemRecord } from '#domain/postmortem/facts';

const DAY = Date.UTC(2022, 2, 30);
const MINUTE_MS = 60_000;
const at = (hour: number, minute: number, second = 0) => DAY + (hour * 3_600 + minute * 60 + second) * 1_000;

type Value = Pick<Fact, 'kind' | 'value' | 'source'> & { of?: number; period?: string };
const instant = (value: number, source: Fact['source'] = 'monitoring'): Value => ({ kind: 'instant', value, source });
const minutes = (value: number, source: Fact['source'] = 'monitoring'): Value => ({
  kind: 'duration',
  value: value * MINUTE_MS,
  source,
});
const instances = (value: number): Value => ({ kind: 'count', value, of: 300, source: 'monitoring' });
const share = (value: number): Value => ({ kind: 'share', value, source: 'monitoring' });
const uptime = (value: number, period?: string): Value => ({ kind: 'uptime', value, source: 'calculated', period });
const budget = (kind: 'duration' | 'share', value: number): Value => ({
  kind,
  value,
  source: 'calculated',
  period: '2022-03',
});

const DOWN_MS = 78 * MINUTE_MS;
/** 0.1 % of March: 44 min 38.4 s. */
const ALLOWED_MS = 2_678_400;

const VALUES: Record<string, Value> = {
  downtime: minutes(78),
  episodes: { kind: 'count', value: 2, source: 'monitoring' },
  'episode.1.start': instant(at(13, 20)),
  'episode.1.end': instant(at(14, 30)),
  'episode.1.duration': minutes(70),
  'episode.1.peak': share(626_666),
  'episode.1.instances': instances(188),
  'episode.2.start': instant(at(15, 6)),
  'episode.2.end': instant(at(15, 14)),
  'episode.2.duration': minutes(8),
  'episode.2.peak': share(140_000),
  'episode.2.instances': instances(42),
  peak: share(626_666),
  instances: instances(188),
  confirmed: instant(at(13, 20, 30)),
  detected: instant(at(13, 21)),
  'detected.after': minutes(1),
  published: instant(at(13, 22), 'incident'),
  'published.after': minutes(2, 'incident'),
  acknowledged: instant(at(13, 23), 'incident'),
  identified: instant(at(13, 34), 'incident'),
  resolved: instant(at(15, 40), 'incident'),
  updates: { kind: 'count', value: 7, source: 'incident' },
  'uptime.month': uptime(998_252, '2022-03'),
  'uptime.year': uptime(999_851, '2022'),
  target: uptime(999_000),
  'budget.allowed': budget('duration', ALLOWED_MS),
  'budget.used': budget('duration', DOWN_MS),
  'budget.over': budget('duration', DOWN_MS - ALLOWED_MS),
  'budget.left': budget('duration', 0),
  'budget.share': budget('share', 1_747_312),
  recipients: { kind: 'count', value: 214, source: 'deliveries' },
  'update.1': instant(at(13, 22), 'incident'),
  'update.2': instant(at(13, 36), 'incident'),
};

/** The record of the replayed event: Serving down from 13:20 to 14:30 and partly from 15:06 to 15:14 UTC on 30 March 2022. */
export const REPLAYED_RECORD: PostmortemRecord = {
  facts: Object.entries(VALUES).map(([key, value]) => ({ key, component: null, ...value })),
  components: [
    { slug: 'serving', name: 'Serving', isAffected: true },
    { slug: 'analytics', name: 'Analytics', isAffected: false },
  ],
  from: at(13, 20),
  to: at(15, 14),
  evaluatedUntil: at(23, 0),
};
