import { beforeAll, describe, expect, test } from 'vitest';
import type { Status } from '#domain/measurement/status';
import { testWorld } from '#server/test/database';
import { plantRecord } from '#server/test/records';
import { componentMonths } from './component-months.ts';
import { componentIntervals, componentUptime } from './component-record.ts';

const world = testWorld(Date.parse('2026-07-15T12:00:00Z'));
const at = (time: string) => Date.parse(`2026-07-10T${time}:00.000Z`);
const iso = (time: string) => `2026-07-10T${time}:00.000Z`;
const ask = (from: string, to: string, component = 'serving') => ({ component, from: at(from), to: at(to) });

/** Serving was up, unknown from 03:00 to 04:00, not monitored for an hour, then down, degraded and up again. Evaluation has reached 08:00. */
beforeAll(() =>
  plantRecord(world.ctx, 'serving', {
    intervals: [
      [at('01:00'), at('03:00'), 'operational'],
      [at('03:00'), at('04:00'), 'unknown'],
      [at('05:00'), at('05:30'), 'major_outage'],
      [at('05:30'), at('06:00'), 'degraded_performance'],
      [at('06:00'), null, 'operational'],
    ],
    evaluatedUntil: at('08:00'),
  }),
);

async function statuses(from: string, to: string): Promise<[string, string, Status][]> {
  const { intervals } = await componentIntervals(world.ctx, ask(from, to));
  return intervals.map((one) => [one.from.slice(11, 16), one.to.slice(11, 16), one.status]);
}

describe('the intervals of a component', () => {
  test('fill gaps and the time before the record as not monitored, and end where the record ends', async () => {
    expect(await statuses('00:00', '12:00')).toEqual([
      ['00:00', '01:00', 'not_monitored'],
      ['01:00', '03:00', 'operational'],
      ['03:00', '04:00', 'unknown'],
      ['04:00', '05:00', 'not_monitored'],
      ['05:00', '05:30', 'major_outage'],
      ['05:30', '06:00', 'degraded_performance'],
      ['06:00', '08:00', 'operational'],
    ]);
  });

  test('are clipped to both ends of the window', async () => {
    expect(await statuses('05:10', '05:40')).toEqual([
      ['05:10', '05:30', 'major_outage'],
      ['05:30', '05:40', 'degraded_performance'],
    ]);
  });

  test('end at the evaluated time, so a later window has none', async () => {
    const late = await componentIntervals(world.ctx, ask('09:00', '10:00'));
    expect(late).toEqual({
      component: 'serving',
      from: iso('09:00'),
      to: iso('10:00'),
      evaluatedUntil: iso('08:00'),
      intervals: [],
    });
  });

  test('of a component that was never evaluated are empty', async () => {
    const answer = await componentIntervals(world.ctx, ask('00:00', '12:00', 'analytics'));
    expect(answer).toMatchObject({ component: 'analytics', evaluatedUntil: null, intervals: [] });
  });
});

describe('the uptime of a component', () => {
  test('counts each status once, and no time outside of the record', async () => {
    const HOUR_MS = 3_600_000;
    expect(await componentUptime(world.ctx, ask('00:00', '12:00'))).toMatchObject({
      from: iso('00:00'),
      to: iso('12:00'),
      evaluatedUntil: iso('08:00'),
      upMs: 4.5 * HOUR_MS,
      downMs: 0.5 * HOUR_MS,
      degradedMs: 0.5 * HOUR_MS,
      unknownMs: HOUR_MS,
      excludedMs: 0,
      uptimeMillionths: 900_000,
      lowestMillionths: 750_000,
      highestMillionths: 916_666,
      coverageMillionths: 833_333,
      met: false,
    });
  });

  test('of a component that was never evaluated has no figure', async () => {
    expect(await componentUptime(world.ctx, ask('00:00', '12:00', 'analytics'))).toMatchObject({
      evaluatedUntil: null,
      upMs: 0,
      uptimeMillionths: null,
      met: null,
    });
  });

  test('names the policy versions in force within the window only', async () => {
    await world.ctx.web.query(
      "INSERT INTO policy_version (component_id, version, effective_from) SELECT id, 2, $1 FROM component WHERE slug = 'serving'",
      [iso('02:00')],
    );
    const versions = async (from: string, to: string) =>
      (await componentUptime(world.ctx, ask(from, to))).policyVersions;
    expect([
      await versions('00:00', '02:00'),
      await versions('00:00', '02:01'),
      await versions('02:00', '03:00'),
    ]).toEqual([[1], [1, 2], [2]]);
  });
});

describe('a window', () => {
  test.each([
    ['that is empty', at('01:00'), at('01:00'), 'from: must be before to.'],
    ['that ends before it starts', at('02:00'), at('01:00'), 'from: must be before to.'],
    [
      'of more than 3,660 days',
      at('01:00'),
      at('01:00') + 3_660 * 86_400_000 + 1,
      'to: must be at most 10 years after from.',
    ],
  ])('%s is rejected', async (_, from, to, message) => {
    for (const read of [componentIntervals, componentUptime])
      await expect(read(world.ctx, { component: 'serving', from, to })).rejects.toMatchObject({
        code: 'invalid_input',
        message,
      });
  });

  test('of exactly 3,660 days is accepted', async () => {
    const from = at('08:00') - 3_660 * 86_400_000;
    expect(
      (await componentIntervals(world.ctx, { component: 'serving', from, to: at('08:00') })).intervals.length,
    ).toBe(7);
  });

  test('of an unknown component is not found', async () => {
    for (const read of [componentIntervals, componentUptime])
      await expect(read(world.ctx, ask('01:00', '02:00', 'nothing'))).rejects.toMatchObject({
        code: 'not_found',
        message: 'Component "nothing" does not exist.',
      });
  });
});

describe('the month of an incident', () => {
  test('has the figures of the chosen components only', async () => {
    const months = await componentMonths(world.ctx, ['serving'], at('05:00'));
    expect(months).toMatchObject([{ slug: 'serving', name: 'Serving', targetMillionths: 999_000 }]);
    expect(months[0]?.month).toMatchObject({
      from: Date.parse('2026-07-01T00:00:00Z'),
      to: Date.parse('2026-08-01T00:00:00Z'),
      downMs: 30 * 60_000,
      upMs: 4.5 * 3_600_000,
    });
  });

  test('of components without a record has no uptime, in the order of the page', async () => {
    const months = await componentMonths(world.ctx, ['analytics', 'serving', 'gone'], at('05:00'));
    expect(months.map(({ slug, month }) => [slug, month.uptimeMillionths])).toEqual([
      ['serving', 900_000],
      ['analytics', null],
    ]);
  });
});
