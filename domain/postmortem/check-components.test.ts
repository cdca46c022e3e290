import { describe, expect, test } from 'vitest';
import { asExpected, readMarked } from '#domain/test/marked-text';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { checkFigures } from './check-figures.ts';
import type { Fact, PostmortemRecord } from './facts.ts';

const MINUTE_MS = 60_000;
const after = (minutes: number) => REPLAYED_RECORD.from + minutes * MINUTE_MS;
const of = (component: string, key: string, fact: Pick<Fact, 'kind' | 'value'> & { period?: string }): Fact => ({
  key: `${component}/${key}`,
  component,
  source: 'monitoring',
  ...fact,
});

/** Serving as in the replayed event, and Analytics down from 13:25 to 13:55. Billing is not affected and has an uptime of 100 %. */
const RECORD: PostmortemRecord = {
  ...REPLAYED_RECORD,
  facts: [
    ...REPLAYED_RECORD.facts,
    of('serving', 'episode.1.start', { kind: 'instant', value: after(0) }),
    of('serving', 'episode.1.end', { kind: 'instant', value: after(70) }),
    of('serving', 'episode.1.duration', { kind: 'duration', value: 70 * MINUTE_MS }),
    of('serving', 'downtime', { kind: 'duration', value: 78 * MINUTE_MS }),
    of('analytics', 'episode.1.start', { kind: 'instant', value: after(5) }),
    of('analytics', 'episode.1.end', { kind: 'instant', value: after(35) }),
    of('analytics', 'episode.1.duration', { kind: 'duration', value: 30 * MINUTE_MS }),
    of('analytics', 'downtime', { kind: 'duration', value: 30 * MINUTE_MS }),
    of('analytics', 'target', { kind: 'uptime', value: 999_500 }),
    of('billing-api', 'uptime.month', { kind: 'uptime', value: 1_000_000, period: '2022-03' }),
    of('billing-api', 'target', { kind: 'uptime', value: 995_000 }),
  ],
  components: [
    { slug: 'serving', name: 'Serving', isAffected: true },
    { slug: 'analytics', name: 'Analytics', isAffected: true },
    { slug: 'billing-api', name: 'Billing API', isAffected: false },
  ],
};

describe('figures of several components', () => {
  test.each([
    'Analytics was down from <13:25|instant match analytics/episode.1.start> to <13:55 UTC|instant match analytics/episode.1.end>.',
    'Analytics was down for <70 minutes|duration differs analytics/episode.1.duration → 30 minutes>.',
    'Serving was down for <70 minutes|duration match serving/episode.1.duration>, and Analytics was down for <30 minutes|duration match analytics/episode.1.duration>.',
    'Serving went down at <13:20 UTC|instant match serving/episode.1.start>, and Analytics went down at <13:20 UTC|instant differs analytics/episode.1.start → 13:25 UTC>.',
    'The outage lasted <70 minutes|duration match episode.1.duration>.',
    'Serving and Analytics were down for <70 minutes|duration match serving/episode.1.duration>.',
    'The SLA of Analytics is <99.95 %|uptime match analytics/target>.',
    'The SLA of Billing API is <99.5 %|uptime match billing-api/target>.',
    'Uptime of Billing API in March was <100 %|uptime match billing-api/uptime.month>.',
    'Uptime in March was <100 %|uptime differs uptime.month → 99 %>.',
    'Billing API was down for <70 minutes|duration not_in_record>.',
  ])('%s', (marked) => {
    const { text, expected } = readMarked(marked);
    expect(asExpected(checkFigures(text, RECORD))).toEqual(expected);
  });
});
