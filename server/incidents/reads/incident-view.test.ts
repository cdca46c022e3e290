import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { as, CORY, ED } from '#server/test/people';
import { incidentView } from './incident-view.ts';

const MINUTE = 60_000;
const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);
const at = (minutes: number) => T0 + minutes * MINUTE;
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world);
  await fleet.run(at(5));
  await fleet.run(at(10), { serving: 'partial' });
  await fleet.run(at(12));
  await fleet.run(at(15), { serving: 'absent', analytics: 'absent' });
  await fleet.run(at(20));
});
afterAll(() => fleet.stop());

/** Returns the listed intervals of each component in minutes from T0. */
async function listed(publicId: string) {
  const { measured } = await incidentView(world.ctx, publicId);
  return Object.fromEntries(
    measured.map(({ slug, intervals }) => [
      slug,
      intervals.map(({ from, to, status }) => [(from - T0) / MINUTE, (to - T0) / MINUTE, status]),
    ]),
  );
}
const SIXTH = 1 / 6;

describe('the monitoring data of an incident', () => {
  test('lists its own outage', async () => {
    const { publicId } = await world.ctx.prisma.incident.findFirstOrThrow({ where: { origin: 'automatic' } });
    await resolveIncident(as(world.ctx, CORY), { incident: publicId, body: 'Over.' });
    expect(await listed(publicId)).toEqual({ serving: [[5 + SIXTH, 10 + SIXTH, 'partial_outage']] });
  });

  test('lists no outage from before its start or after its end', async () => {
    const affected = [{ component: 'serving', status: 'major_outage' as const }];
    const { incident } = await openIncident(as(world.ctx, CORY), {
      title: 'Reported by partners',
      body: 'b',
      affected,
    });
    expect(await listed(incident)).toEqual({ serving: [] });
    await fleet.run(at(25));
    await resolveIncident(as(world.ctx, CORY), { incident, body: 'Over.' });
    await fleet.run(at(27), { serving: 'major' });
    expect(await listed(incident)).toEqual({ serving: [] });
  });

  test('names effects of the stated statuses while the incident is open', async () => {
    const effects = { degraded_performance: 'Ad requests take longer than usual' };
    await world.ctx.prisma.component.update({ where: { slug: 'serving' }, data: { effects } });
    const affected = [{ component: 'serving', status: 'degraded_performance' as const }];
    const { incident } = await openIncident(as(world.ctx, CORY), {
      title: 'Slow',
      body: 'b',
      affected,
      separate: true,
    });
    const failuresOf = async () => (await incidentView(world.ctx, incident)).failures;
    expect(await failuresOf()).toEqual([
      { slug: 'serving', place: null, effect: 'Ad requests take longer than usual.' },
    ]);
    await resolveIncident(as(world.ctx, CORY), { incident, body: 'Over.', reason: 'Checked by hand.' });
    expect(await failuresOf()).toEqual([]);
  });

  // Statuspage and Cachet let staff backfill an incident of any time, independent of measurements.
  test('is cut to the time of an incident of staff, and shows missing data', async () => {
    const affected = [
      { component: 'serving', status: 'degraded_performance' as const },
      { component: 'analytics', status: 'degraded_performance' as const },
    ];
    const iso = (minutes: number) => new Date(at(minutes)).toISOString();
    const updates = [
      { state: 'investigating' as const, body: 'a', occurredAt: iso(8), affected },
      { state: 'resolved' as const, body: 'b', occurredAt: iso(14) },
    ];
    const { incident } = await backfillIncident(as(world.ctx, ED), { title: 'Slow', startedAt: iso(8), updates });
    expect(await listed(incident)).toEqual({
      serving: [
        [12.5, 14, 'unknown'],
        [8, 10 + SIXTH, 'partial_outage'],
      ],
      analytics: [[12.5, 14, 'unknown']],
    });
  });

  test('extends to now if the incident is open again', async () => {
    const { publicId } = await world.ctx.prisma.incident.findFirstOrThrow({ where: { origin: 'automatic' } });
    expect(await listed(publicId)).toEqual({
      serving: [
        [25 + SIXTH, 27 + 1 / MINUTE, 'major_outage'],
        [12.5, 15 + SIXTH, 'unknown'],
        [5 + SIXTH, 10 + SIXTH, 'partial_outage'],
      ],
    });
  });
});
