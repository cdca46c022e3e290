import { beforeAll, describe, expect, test } from 'vitest';
import { changedFacts } from '#domain/postmortem/changed-facts';
import { firstContent } from '#server/postmortems/first-content';
import { countStatements } from '#server/test/count-statements';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { plantMarchIncident, plantMarchRecord } from '#server/test/postmortems';
import { type IncidentRecord, postmortemRecord } from './postmortem-record.ts';

const MINUTE = 60_000;
const at = (clock: string) => Date.parse(`2022-03-30T${clock}Z`);
const factValue = ({ record }: IncidentRecord, key: string) => record.facts.find((fact) => fact.key === key)?.value;

describe('the record of 30 March 2022', () => {
  const world = testWorld(at('12:00:00'));
  let incident = '';
  let found: IncidentRecord;
  beforeAll(async () => {
    incident = await plantMarchIncident(world);
    found = await postmortemRecord(world.ctx, { incidents: [incident], timeline: [at('13:55:00')] });
  });

  test('has 78 minutes, 99.825 %, 174.7 % of the budget and 99.985 % in the year, to the millisecond and the millionth', () => {
    const keys = ['downtime', 'uptime.month', 'budget.allowed', 'budget.used', 'budget.share', 'uptime.year', 'target'];
    expect(keys.map((key) => factValue(found, key))).toEqual([
      4_680_000, 998_252, 2_678_400, 4_680_000, 1_747_312, 999_851, 999_000,
    ]);
    expect(factValue(found, 'analytics/uptime.2022')).toBe(1_000_000);
    expect(found.boxes.uptime).toMatchObject([
      { period: '2022-03', downMs: 4_680_000, isMet: false },
      { period: '2022', downMs: 4_680_000, isMet: true },
    ]);
  });

  test('has the episodes, the updates and the entries of the timeline', () => {
    expect(found.record).toMatchObject({
      from: at('13:20:00'),
      to: at('15:14:00'),
      evaluatedUntil: Date.UTC(2023, 0, 2),
    });
    expect(factValue(found, 'episode.2.start')).toBe(at('15:06:00'));
    expect(factValue(found, 'update.2')).toBe(at('13:34:00'));
    expect(factValue(found, 'timeline.1')).toBe(at('13:55:00'));
    expect(found.boxes).toMatchObject({ episodes: 2, identifiedAfterMs: 14 * MINUTE, firstUpdateAfterMs: 31_000 });
  });

  test('names the affected component, and the policy in force', () => {
    expect(found.record.components).toEqual([
      { slug: 'serving', name: 'Serving', isAffected: true },
      { slug: 'analytics', name: 'Analytics', isAffected: false },
    ]);
    expect(found.policies).toEqual([{ component: 'serving', name: 'Serving', version: 1 }]);
  });

  test('gives a first text with live references to its figures', () => {
    const { sections, timeline } = firstContent({ ...found, title: 'Serving down' });
    expect(sections.summary).toEqual({
      public: 'On 30 March 2022, Serving was down for {{downtime}} in {{episodes}} episodes.',
      internal: '',
    });
    expect(sections.impact.public).toContain('From {{episode.2.start}} to {{episode.2.end}} UTC');
    expect(sections.impact.public).toContain(
      'Uptime of Serving in March 2022 is {{uptime.month}}; the target is {{target}}.',
    );
    expect(sections.impact.public).not.toContain('instances'); // no probes, so the share is not known
    expect(sections.detection.public).toContain('{{identified}}');
    expect(timeline.map((entry) => [new Date(entry.at).toISOString().slice(11, 16), entry.text])).toEqual([
      ['13:20', 'Serving is down.'],
      ['13:20', 'Monitoring confirms the outage.'],
      ['13:20', 'Serving is down.'],
      ['13:34', 'The cause is known.'],
      ['14:30', 'Serving is operational.'],
      ['15:06', 'Serving is partly down.'],
      ['15:14', 'Serving is operational.'],
      ['15:16', 'All instances are in sync.'],
    ]);
  });

  test('of an earlier evaluated time does not change with later outages, but with late data', async () => {
    const until = found.record.evaluatedUntil;
    const again = () => postmortemRecord(world.ctx, { incidents: [incident], until });
    world.clock.set(until + 60 * MINUTE);
    await plantMarchRecord(world, until + 60 * MINUTE);
    expect(changedFacts(found.record.facts, (await again()).record)).toEqual([]);
    await plantMarchRecord(world, until + 60 * MINUTE, at('15:20:00'));
    const changed = changedFacts(found.record.facts, (await again()).record).map(({ key }) => key);
    expect(changed.sort()).toEqual(['uptime.2022', 'uptime.2022-03', 'uptime.month', 'uptime.year']);
    await plantMarchRecord(world);
  });

  test('is read with a fixed number of statements', async () => {
    const read = (ids: string[]) => countStatements(world.ctx, (ctx) => postmortemRecord(ctx, { incidents: ids }));
    const { statements } = await read([incident]);
    expect(statements).toBeGreaterThan(5);
    expect(statements).toBeLessThan(20);
  });

  test('of an unknown incident does not exist', async () => {
    await expect(postmortemRecord(world.ctx, { incidents: [incident, 'none00000001'] })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the record of a played incident', () => {
  const world = testWorld(at('12:00:00'));
  let found: IncidentRecord;
  beforeAll(async () => {
    const fleet = await startFleet(world);
    await fleet.run(at('12:02:00'));
    await fleet.run(at('12:06:00'), { serving: 'major' });
    await fleet.run(at('12:08:00'));
    await fleet.run(at('12:10:00'), { serving: 'partial' });
    await fleet.run(at('12:14:00'));
    await fleet.stop();
    const { publicId } = await world.ctx.prisma.incident.findFirstOrThrow();
    found = await postmortemRecord(world.ctx, { incidents: [publicId] });
  });

  test('has the share of instances that were affected, from the states of the instances', () => {
    expect(found.record.facts.filter(({ key }) => /^(episode\.\d\.)?(peak|instances)$/.test(key))).toMatchObject([
      { key: 'episode.1.peak', value: 800_000 },
      { key: 'episode.1.instances', value: 8, of: 10 },
      { key: 'episode.2.peak', value: 300_000 },
      { key: 'episode.2.instances', value: 3, of: 10 },
      { key: 'peak', value: 800_000 },
      { key: 'instances', value: 8, of: 10 },
    ]);
  });

  test('has its chart, with thresholds and episodes', () => {
    const [series] = found.chart.series;
    expect(series).toMatchObject({ component: 'serving', partialAt: 100_000, majorAt: 500_000 });
    expect(series?.steps.map(({ affected }) => affected)).toEqual([0, 8, 0, 3, 0]);
    expect(series?.episodes.map(({ level, peak }) => [level, peak?.millionths])).toEqual([
      [3, 800_000],
      [2, 300_000],
    ]);
  });

  test('has the confirmation of the first episode as the time of detection', () => {
    expect(factValue(found, 'confirmed')).toBe(factValue(found, 'detected'));
    expect(factValue(found, 'detected.after')).toBeGreaterThanOrEqual(30_000);
  });

  test('has no uptime from a few minutes of data, but the budget', () => {
    expect(factValue(found, 'uptime.month')).toBeUndefined();
    expect(factValue(found, 'budget.allowed')).toBe(2_678_400);
  });
});
