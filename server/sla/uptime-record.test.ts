import { beforeAll, describe, expect, test } from 'vitest';
import { createEvaluator } from '#server/evaluation/evaluate';
import { testWorld } from '#server/test/database';
import { componentMonths } from './component-months.ts';
import { componentUptime } from './component-record.ts';
import { uptimeRecord } from './uptime-record.ts';

const NOW = Date.parse('2026-07-15T12:00:00Z');
const world = testWorld(NOW);

/** From March 2020 on, up but for two days in each quarter. */
async function plantRecord(): Promise<void> {
  await world.ctx.web.query(
    `INSERT INTO status_interval (component_id, from_at, to_at, status)
     SELECT c.id, part.from_at, part.to_at, part.status FROM component c
     CROSS JOIN generate_series('2020-03-01Z'::timestamptz, '2026-06-01Z', '3 months') AS quarter(at)
     CROSS JOIN LATERAL (VALUES
       (quarter.at, quarter.at + interval '2 days', 'major_outage'),
       (quarter.at + interval '2 days', NULLIF(quarter.at + interval '3 months', '2026-09-01Z'), 'operational')) AS part(from_at, to_at, status)
     WHERE c.slug = 'serving'`,
  );
  await createEvaluator(world.ctx)(NOW);
}

describe('the uptime record', () => {
  beforeAll(plantRecord);

  test('agrees with the API for every period, including the oldest', async () => {
    const { components } = await uptimeRecord(world.ctx);
    const serving = components.find(({ slug }) => slug === 'serving');
    const periods = [...(serving?.years ?? []), ...(serving?.months ?? [])];
    expect(periods.length).toBeGreaterThan(40);
    for (const { from, to, upMs, downMs, uptimeMillionths, met } of periods) {
      const answer = await componentUptime(world.ctx, { component: 'serving', from, to });
      expect({ from: new Date(from).toISOString(), upMs, downMs, uptimeMillionths, met }).toEqual({
        from: answer.from,
        upMs: answer.upMs,
        downMs: answer.downMs,
        uptimeMillionths: answer.uptimeMillionths,
        met: answer.met,
      });
    }
  });

  test('agrees with the months of single components', async () => {
    const { components } = await uptimeRecord(world.ctx);
    const months = components.find(({ slug }) => slug === 'serving')?.months ?? [];
    expect(months.length).toBeGreaterThan(40);
    for (const month of months)
      expect(await componentMonths(world.ctx, ['serving'], month.from)).toMatchObject([{ slug: 'serving', month }]);
  });

  test('shows this year and the three before it, with all their months', async () => {
    world.clock.set(Date.parse('2026-12-31T23:59:59Z'));
    const { components } = await uptimeRecord(world.ctx);
    const { years = [], months = [] } = components.find(({ slug }) => slug === 'serving') ?? {};
    expect(years.map(({ from }) => new Date(from).getUTCFullYear())).toEqual([2026, 2025, 2024, 2023]);
    expect([months.length, new Date(months.at(-1)?.from ?? 0).toISOString()]).toEqual([48, '2023-01-01T00:00:00.000Z']);
  });

  test('lists archived components last, with past periods only', async () => {
    world.clock.set(Date.parse('2026-12-15T00:00:00Z'));
    await world.ctx.web.query('UPDATE component SET archived_at = now()');
    const { components } = await uptimeRecord(world.ctx);
    expect(components.map(({ slug, isArchived }) => [slug, isArchived])).toEqual([['serving', true]]); // of analytics no period is over
    const { years = [], months = [] } = components[0] ?? {};
    expect(years.map(({ from }) => new Date(from).getUTCFullYear())).toEqual([2025, 2024, 2023]);
    expect(new Date(months[0]?.to ?? 0).toISOString()).toBe('2026-12-01T00:00:00.000Z');
    await world.ctx.web.query("UPDATE component SET archived_at = NULL WHERE slug = 'analytics'");
    expect((await uptimeRecord(world.ctx)).components.map(({ slug }) => slug)).toEqual(['analytics', 'serving']);
  });
});
