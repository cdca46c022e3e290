import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world);
});
afterAll(() => fleet.stop());

const at = (minutes: number) => T0 + minutes * MINUTE;
const episodes = async () => {
  const found = await world.ctx.prisma.episode.findMany({
    orderBy: { fromAt: 'asc' },
    select: { component: { select: { slug: true } }, removedAt: true },
  });
  return found.map(({ component, removedAt }) => [component.slug, removedAt]);
};

test('an archived component opens no incident, and its earlier outages keep theirs', async () => {
  await fleet.run(at(5));
  await fleet.run(at(8), { analytics: 'major' });
  await fleet.run(at(11));
  const [before] = await world.ctx.prisma.incident.findMany();
  await resolveIncident(as(world.ctx, ADA), { incident: before?.publicId ?? '', body: 'Analytics works again.' });
  await applyCatalog(as(world.ctx, ADA), {
    text: 'components:\n  - { slug: analytics, name: Analytics, target: 99.95, archived: true }\n',
  });
  await fleet.run(at(15), { analytics: 'major' });
  expect(await episodes()).toEqual([['analytics', null]]);
  await fleet.run(at(18), { analytics: 'major', serving: 'major' });
  expect(await episodes()).toEqual([
    ['analytics', null],
    ['serving', null],
  ]);
});

test('probes of an archived component do not prevent resolving a reopened incident', async () => {
  await fleet.run(at(21), { analytics: 'major' });
  const open = { state: { notIn: ['resolved', 'postmortem'] } };
  const incident = await world.ctx.prisma.incident.findFirstOrThrow({
    where: open,
    include: { components: { include: { component: true } } },
  });
  expect(incident.components.map(({ component }) => component.slug)).toContain('analytics');
  await resolveIncident(as(world.ctx, ADA), { incident: incident.publicId, body: 'Serving works again.' });
  const stated = await world.ctx.prisma.incidentComponent.findMany({ where: { incidentId: incident.id } });
  expect(stated.map(({ status }) => status)).toEqual(['operational', 'operational']);
});
