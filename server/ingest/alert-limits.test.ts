import { describe, expect, test } from 'vitest';
import { TIMES_MAX } from '#domain/measurement/received-alert';
import { reconcileStaffAlerts } from '#server/alerting/reconcile-alerts';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { ADA, as } from '#server/test/people';
import { alertWorld } from '#server/test/received-alert-world';
import { anAlert } from '#server/test/received-alerts';
import { REPEATS_MAX } from './alert-schemas.ts';

const T0 = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const { world, notify, statuses, evaluateAt } = alertWorld(T0);
const broken = (startsMs: number, endsMs?: number, labels: Record<string, string> = {}) =>
  anAlert({
    startsAt: T0 + startsMs,
    ...(endsMs === undefined ? {} : { endsAt: T0 + endsMs }),
    labels: { instance: 'srv-1', ...labels },
  });
const count = async (table: string) =>
  (await world.ctx.web.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;
const apply = (severities: string) =>
  applyCatalog(as(world.ctx, ADA), {
    text: `sources: [{ name: alertmanager, kind: edge, severities: ${severities} }]`,
  });

describe('alerts of one fingerprint', () => {
  test('are rejected beyond the limit of a notification; the others are accepted', async () => {
    const many = Array.from({ length: 1_000 }, (_, i) => broken(i * 1_000));
    const { status, body } = await notify(HOUR, [...many, broken(0, undefined, { instance: 'srv-2' })]);
    const rejected = body.rejected as { index: number; code: string; detail: string }[];
    expect([status, body.accepted, rejected.length]).toEqual([202, REPEATS_MAX + 1, 1_000 - REPEATS_MAX]);
    expect(rejected[0]).toEqual({
      index: REPEATS_MAX,
      code: 'invalid',
      detail: expect.stringContaining('fingerprint'),
    });
    expect(await statuses(HOUR)).toEqual([[0, 'major_outage']]);
  });

  test('are stored up to a limit; the record keeps the dropped ones, whatever is repeated', async () => {
    const cycles = Array.from({ length: TIMES_MAX + REPEATS_MAX }, (_, i) =>
      broken(2 * i * MINUTE, (2 * i + 1) * MINUTE),
    );
    const last = 2 * cycles.length * MINUTE;
    for (let i = 0; i < cycles.length; i += REPEATS_MAX) await notify(last, cycles.slice(i, i + REPEATS_MAX));
    expect([await count('alert'), await count('probe')]).toEqual([TIMES_MAX, 2 * cycles.length]);
    await notify(last + MINUTE, cycles.slice(0, REPEATS_MAX));
    await notify(last + MINUTE, [broken(last)]);
    expect([await count('alert'), await count('probe')]).toEqual([TIMES_MAX, 2 * cycles.length + 1]);
  });
});

describe('an alert whose severity is ignored', () => {
  test('stores nothing, not even its instance', async () => {
    await notify(0, [broken(0, undefined, { instance: 'srv-2' })]);
    await apply('{ ticket: ignore }');
    expect((await notify(MINUTE, [broken(0, undefined, { severity: 'Ticket' })])).body).toEqual({
      accepted: 0,
      duplicates: 1,
      rejected: [],
    });
    expect([await count('series'), await count('alert')]).toEqual([1, 1]);
  });

  // A flap within group_interval: two starts and no end.
  test('ends a firing alert at the first repetition, and no later one moves that end', async () => {
    const ticket = (startsMs: number, endsMs?: number) => broken(startsMs, endsMs, { severity: 'ticket' });
    await notify(0, [ticket(0)]);
    await notify(8 * MINUTE, [ticket(8 * MINUTE)]);
    await apply('{ ticket: ignore }');
    for (const hours of [1, 2, 3]) {
      await notify(hours * HOUR, [ticket(8 * MINUTE)]);
      expect(await statuses(hours * HOUR + MINUTE)).toEqual([
        [0, 'degraded_performance'],
        [HOUR, 'operational'],
      ]);
    }
    await notify(4 * HOUR, [ticket(8 * MINUTE, 3.5 * HOUR)]);
    await notify(5 * HOUR, [ticket(0, 4.5 * HOUR)]);
    expect((await statuses(5 * HOUR)).at(-1)).toEqual([HOUR, 'operational']);
  });

  test('ends at the end that is sent', async () => {
    await notify(0, [broken(0, undefined, { severity: 'ticket' })]);
    await apply('{ ticket: ignore }');
    await notify(HOUR, [broken(0, 30 * MINUTE, { severity: 'ticket' })]);
    expect((await statuses(HOUR)).at(-1)).toEqual([30 * MINUTE, 'operational']);
  });
});

test('staff are not alerted of unrepeated alerts of an archived component', async () => {
  const lapsed = async () => {
    await reconcileStaffAlerts(world.ctx, T0);
    return (await world.ctx.prisma.staffAlert.findMany({ where: { endedAt: null } })).filter(
      ({ about }) => (about as { kind: string }).kind === 'lapsed',
    ).length;
  };
  await notify(0, [broken(0)]);
  await evaluateAt(13 * HOUR);
  expect(await lapsed()).toBe(1);
  await world.ctx.web.query('UPDATE component SET archived_at = $1', [new Date(T0 + 13 * HOUR)]);
  try {
    await evaluateAt(13 * HOUR + MINUTE);
    await lapsed();
    await evaluateAt(13 * HOUR + 7 * MINUTE);
    expect(await lapsed()).toBe(0);
  } finally {
    await world.ctx.web.query('UPDATE component SET archived_at = NULL');
  }
});
