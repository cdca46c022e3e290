import { beforeAll, describe, expect, test } from 'vitest';
import type { Status } from '#domain/measurement/status';
import { testWorld } from '#server/test/database';
import { plantRecord } from '#server/test/records';
import { unconfirmedFailures } from './unconfirmed-failures.ts';

const world = testWorld(Date.parse('2026-07-15T12:00:00Z'));
const at = (time: string) => Date.parse(`2026-07-10T${time}.000Z`);
const DAY_MS = 86_400_000;

/** Pairs of steps: 5 s of a failure and 95 s without one, so that none is confirmed and none is joined with the next. */
function blips(count: number): [number, Status][] {
  return Array.from({ length: count }, (_, i) => at('08:00:00') + i * 100_000).flatMap((t): [number, Status][] => [
    [t, 'partial_outage'],
    [t + 5_000, 'operational'],
  ]);
}

async function failures(from: number, to: number, component = 'serving') {
  return (await unconfirmedFailures(world.ctx, { component, from, to })).unconfirmed;
}

/** Failures of 10 s, at the default of 30 s for confirmation and of 60 s for recovery. The last one had not ended at 07:00. */
beforeAll(() =>
  plantRecord(world.ctx, 'serving', {
    raw: [
      [at('00:00:00'), 'operational'],
      [at('01:00:00'), 'degraded_performance'],
      [at('01:00:05'), 'major_outage'],
      [at('01:00:10'), 'operational'],
      [at('02:00:00'), 'major_outage'],
      [at('02:00:30'), 'operational'],
      [at('03:00:00'), 'partial_outage'],
      [at('03:00:10'), 'operational'],
      [at('06:59:50'), 'partial_outage'],
    ],
    evaluatedUntil: at('07:00:00'),
  }),
);

describe('unconfirmed failures', () => {
  test('are listed with their worst status, without confirmed ones, in ascending order', async () => {
    expect(await failures(at('00:00:00'), at('06:00:00'))).toEqual([
      { from: '2026-07-10T01:00:00.000Z', to: '2026-07-10T01:00:10.000Z', status: 'major_outage' },
      { from: '2026-07-10T03:00:00.000Z', to: '2026-07-10T03:00:10.000Z', status: 'partial_outage' },
    ]);
  });

  test('belong to the window in which they began, whose end is exclusive', async () => {
    const count = async (from: string, to: string) => (await failures(at(from), at(to))).length;
    expect([
      await count('01:00:00', '01:00:01'),
      await count('00:30:00', '01:00:00'),
      await count('01:00:01', '02:30:00'),
    ]).toEqual([1, 0, 0]);
  });

  test('that last to the end of the record end there', async () => {
    expect(await failures(at('06:00:00'), at('12:00:00'))).toEqual([
      { from: '2026-07-10T06:59:50.000Z', to: '2026-07-10T07:00:00.000Z', status: 'partial_outage' },
    ]);
  });

  test('are found in any part of a long record', async () => {
    const steps: [number, Status][] = [[at('07:00:00'), 'operational'], ...blips(150)]; // more than a page of steps
    const end = at('08:00:00') + 150 * 100_000;
    await plantRecord(world.ctx, 'analytics', { raw: steps, evaluatedUntil: end });
    const count = (from: number, to: number) => failures(from, to, 'analytics').then(({ length }) => length);
    expect(await count(at('07:00:00'), end)).toBe(150);
    expect(await count(at('08:00:00') + 140 * 100_000, end)).toBe(10);
    expect(await count(at('07:00:00'), at('08:00:00') + 3 * 100_000)).toBe(3);
  });

  test('of a component that was never evaluated are none', async () => {
    await world.ctx.web.query(
      'DELETE FROM current_state WHERE component_id <> (SELECT id FROM component WHERE slug = $1)',
      ['serving'],
    );
    expect(
      await unconfirmedFailures(world.ctx, { component: 'analytics', from: at('01:00:00'), to: at('02:00:00') }),
    ).toEqual({
      component: 'analytics',
      from: '2026-07-10T01:00:00.000Z',
      to: '2026-07-10T02:00:00.000Z',
      evaluatedUntil: null,
      unconfirmed: [],
    });
  });
});

describe('a window of unconfirmed failures', () => {
  test('is at least a millisecond and at most 31 days long', async () => {
    const from = at('01:00:00');
    for (const to of [from, from - 1])
      await expect(failures(from, to)).rejects.toMatchObject({
        code: 'invalid_input',
        message: 'from: must be before to.',
      });
    await expect(failures(from, from + 31 * DAY_MS + 1)).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'to: must be at most 31 days after from.',
    });
    expect((await failures(from, from + 1)).length).toBe(1);
    expect((await failures(from, from + 31 * DAY_MS)).length).toBe(3);
  });

  test('of an unknown component is not found', async () => {
    await expect(failures(at('01:00:00'), at('02:00:00'), 'nothing')).rejects.toMatchObject({
      code: 'not_found',
      message: 'Component "nothing" does not exist.',
    });
  });
});
