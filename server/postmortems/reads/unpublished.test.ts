import { beforeAll, describe, expect, test } from 'vitest';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY, ED, VERA } from '#server/test/people';
import { aPostmortem, plantMarchIncident } from '#server/test/postmortems';
import { listImprovements } from './list-improvements.ts';
import { listPostmortems } from './list-postmortems.ts';
import { owedPostmortems } from './owed-postmortems.ts';
import { postmortemVersions, publicPostmortem } from './public-postmortem.ts';
import { staffPostmortems } from './staff-postmortems.ts';

const DAY = 86_400_000;
const SOON = Date.parse('2022-03-31T09:00:00Z');
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const [ed, vera] = [() => as(world.ctx, ED), () => as(world.ctx, VERA)];

describe('a post-mortem that is not published', () => {
  let incident = '';
  let postmortem = '';
  beforeAll(async () => {
    incident = await plantMarchIncident(world, SOON);
    ({ postmortem } = await aPostmortem(world, incident));
  });

  test('does not exist for readers', async () => {
    await expect(publicPostmortem(world.ctx, postmortem)).rejects.toMatchObject({ code: 'not_found' });
    await expect(publicPostmortem(world.ctx, "x'\u0000")).rejects.toMatchObject({ code: 'not_found' });
    await expect(postmortemVersions(world.ctx, postmortem, 1)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listPostmortems(world.ctx)).toMatchObject({ postmortems: [], promised: [] });
    expect(await listImprovements(world.ctx)).toMatchObject({ open: [], done: [], onTime: 0 });
    expect(await publicIncident(world.ctx, incident)).toMatchObject({ postmortemId: null, postmortemText: null });
  });

  test('counts as missing among the incidents of the year', async () => {
    expect((await listPostmortems(world.ctx)).year).toEqual({
      year: 2022,
      incidents: 1,
      published: 0,
      medianAfterMs: null,
    });
  });

  test('shows readers only the day by which it was promised, and whether that has passed', async () => {
    await promisePostmortem(ed(), { incident, promisedOn: '2022-04-05' });
    const promised = { incident: { publicId: incident, title: 'Serving down' }, promisedOn: '2022-04-05' };
    expect((await listPostmortems(world.ctx)).promised).toMatchObject([{ ...promised, isOverdue: false }]);
    expect(await publicIncident(world.ctx, incident)).toMatchObject({
      postmortemPromisedOn: '2022-04-05',
      postmortemId: null,
    });
    world.clock.set(Date.parse('2022-04-06T00:00:00Z'));
    expect((await listPostmortems(world.ctx)).promised).toMatchObject([{ ...promised, isOverdue: true }]);
    expect(JSON.stringify(await listPostmortems(world.ctx))).not.toContain('network failure');
  });

  test('is owed and listed for staff', async () => {
    expect(await owedPostmortems(vera())).toMatchObject([
      { incident: { publicId: incident }, postmortem: { publicId: postmortem, state: 'draft' }, isOverdue: true },
    ]);
    expect(await staffPostmortems(vera())).toMatchObject({
      owed: [{ promisedOn: '2022-04-05' }],
      postmortems: [
        { publicId: postmortem, title: 'Serving down after a network failure', state: 'draft', openComments: 0 },
      ],
    });
    const token = as(world.ctx, { kind: 'token', id: 1, scopes: ['incidents:write'] });
    await expect(owedPostmortems(token)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(staffPostmortems(token)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('what is owed', () => {
  test('is an outage of the last 90 days, but no incident without one, and none that was withdrawn', async () => {
    const calm = await anIncident(world);
    const affected = [{ component: 'analytics', status: 'major_outage' as const }];
    const { incident } = await anIncident(world, { affected });
    const owed = async () => (await owedPostmortems(ed())).map((one) => one.incident.publicId);
    expect(await owed()).not.toContain(incident); // still open
    await world.ctx.prisma.incident.updateMany({
      where: { publicId: { in: [incident, calm.incident] } },
      data: { state: 'resolved', resolvedAt: new Date(world.clock.now()) },
    });
    expect(await owed()).toContain(incident);
    expect(await owed()).not.toContain(calm.incident);
    world.clock.set(world.clock.now() + 91 * DAY);
    expect(await owed()).not.toContain(incident);
  });

  test('ends with the withdrawal of the incident', async () => {
    const { incident } = await anIncident(world);
    await promisePostmortem(ed(), { incident, promisedOn: '2022-12-01' });
    const promised = async () => (await listPostmortems(world.ctx)).promised.map((one) => one.incident.publicId);
    expect(await promised()).toContain(incident);
    await withdrawIncident(as(world.ctx, CORY), { incident, reason: 'A false alarm.' });
    expect(await promised()).not.toContain(incident);
  });

  test('is not changed by an internal incident', async () => {
    const { incident } = await anIncident(world, { audience: ['internal'], notify: false });
    const { postmortem } = await promisePostmortem(ed(), { incident, promisedOn: '2022-12-01' });
    await savePostmortem(ed(), { postmortem: postmortem ?? '', version: 1, title: 'Secret' });
    expect(JSON.stringify(await listPostmortems(world.ctx))).not.toContain(incident);
  });
});
