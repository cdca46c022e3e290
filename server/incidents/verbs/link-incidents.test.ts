import { describe, expect, test } from 'vitest';
import { staffIncident } from '#server/incidents/console/staff-incident';
import { publicIncident, publicIncidents } from '#server/incidents/reads/public-incidents';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { testWorld } from '#server/test/database';
import { anIncident, everything } from '#server/test/incidents';
import { as, CORY, VERA } from '#server/test/people';
import { acknowledgeIncident } from './acknowledge-incident.ts';
import { linkIncidents } from './link-incidents.ts';
import { unlinkIncidents } from './unlink-incidents.ts';
import { withdrawIncident } from './withdraw-incident.ts';

const world = testWorld();
const cory = () => as(world.ctx, CORY);
const idOf = async (change = {}) => (await anIncident(world, change)).incident;
const related = async (id: string) => (await publicIncident(world.ctx, id)).related.map(({ publicId }) => publicId);
const audited = async () =>
  (await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'asc' }, where: { action: { contains: 'link' } } })).map(
    (row) => row.action,
  );

describe('a link between two incidents', () => {
  test('is visible from either side, created once, and removable from either', async () => {
    const [a, b] = [await idOf(), await idOf({ title: 'Late figures' })];
    await linkIncidents(cory(), { incident: b, to: a });
    const before = await everything(world);
    await linkIncidents(cory(), { incident: a, to: b });
    expect(await everything(world)).toEqual(before);
    expect([await related(a), await related(b)]).toEqual([[b], [a]]);
    expect(incidentV1(await publicIncident(world.ctx, a), '', 0).related).toEqual([b]);
    expect((await staffIncident(as(world.ctx, VERA), a)).related).toEqual([
      { publicId: b, title: 'Late figures', isPublic: true },
    ]);
    await unlinkIncidents(cory(), { incident: a, to: b });
    expect([await related(a), await related(b)]).toEqual([[], []]);
    expect(await audited()).toEqual(['incident:link', 'incident:unlink']);
  });

  test('never shows an internal incident to readers until it is public', async () => {
    const [a, hidden] = [await idOf(), await idOf({ title: 'secret title', audience: ['internal'] })];
    await linkIncidents(cory(), { incident: a, to: hidden });
    const shown = [await publicIncident(world.ctx, a), await publicIncidents(world.ctx, { kind: 'open' })];
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(JSON.stringify(shown)).not.toContain(hidden);
    await expect(publicIncident(world.ctx, hidden)).rejects.toMatchObject({ code: 'not_found' });
    expect((await staffIncident(as(world.ctx, VERA), a)).related).toMatchObject([
      { publicId: hidden, isPublic: false },
    ]);
    await world.ctx.prisma.incident.update({
      where: { publicId: hidden },
      data: { state: 'detected', acknowledgedAt: null },
    });
    await acknowledgeIncident(cory(), { incident: hidden });
    expect(await related(a)).toEqual([hidden]);
  });

  test('cannot connect an incident with itself or a withdrawn one, but can be removed after a withdrawal', async () => {
    const [a, b] = [await idOf(), await idOf()];
    await expect(linkIncidents(cory(), { incident: a, to: a })).rejects.toMatchObject({ code: 'invalid_input' });
    await linkIncidents(cory(), { incident: a, to: b });
    await withdrawIncident(cory(), { incident: b, reason: 'a drill' });
    await unlinkIncidents(cory(), { incident: a, to: b });
    expect(await related(a)).toEqual([]);
    await expect(linkIncidents(cory(), { incident: a, to: b })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is limited to fifty per incident', async () => {
    const a = await idOf();
    for (let i = 0; i < 50; i++) await linkIncidents(cory(), { incident: await idOf(), to: a });
    await expect(linkIncidents(cory(), { incident: a, to: await idOf() })).rejects.toMatchObject({ code: 'conflict' });
  });
});
