import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeUpdate } from '#server/incidents/console/compose-update';
import { newIncidentTexts } from '#server/incidents/console/new-incident-texts';
import { staffIncident } from '#server/incidents/console/staff-incident';
import { templateTexts } from '#server/incidents/console/template-texts';
import { saveTemplate } from '#server/incidents/verbs/save-template';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { as, CORY, ED } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
const [cory, ed] = [() => as(world.ctx, CORY), () => as(world.ctx, ED)];

describe('with monitoring', () => {
  let fleet: Awaited<ReturnType<typeof startFleet>>;
  beforeAll(async () => {
    await world.ctx.prisma.incident.updateMany({ data: { state: 'postmortem', resolvedAt: new Date(T0) } });
    fleet = await startFleet(world);
    await fleet.run(world.clock.now() + 5 * MINUTE);
    await saveTemplate(ed(), {
      name: 'facts',
      title: 'Trouble: {{components}}',
      body: '{{components}} since {{since}} for {{duration}}',
      state: 'investigating',
      version: 0,
    });
  });
  afterAll(() => fleet.stop());
  const bodyOf = async (publicId: string) =>
    (await templateTexts(cory(), await staffIncident(cory(), publicId), { template: 'facts' })).texts.body.replaceAll(
      '\u00a0',
      ' ',
    );
  const automatic = () =>
    world.ctx.prisma.incident.findFirstOrThrow({ where: { origin: 'automatic' }, orderBy: { id: 'desc' } });

  test('a template shows the measured downtime, and only the latest failure of a reopened incident', async () => {
    const from = world.clock.now();
    await fleet.run(from + 4 * MINUTE, { serving: 'major' });
    await fleet.run(from + 14 * MINUTE);
    const { publicId } = await automatic();
    expect(await bodyOf(publicId)).toMatch(
      /^Serving since 12:05 UTC for 4 min( \d+ s)?$|^Serving since 12:05 UTC for 3 min 5\d s$/,
    );
    await fleet.run(world.clock.now() + 2 * MINUTE, { analytics: 'major', serving: 'major' });
    await fleet.run(world.clock.now() + 5 * MINUTE, { analytics: 'major' });
    expect(await bodyOf(publicId)).toBe('Serving since 12:19 UTC for 2 min');
    const shown = await composeUpdate(cory(), {
      intent: 'preview',
      incident: publicId,
      state: 'identified',
      body: '{{components}} since {{since}}',
    });
    expect(shown).toMatchObject({ html: '<p>Serving since 12:19 UTC</p>' });
  });

  test('the form for a new incident preselects no component of another open incident, unless requested', async () => {
    expect(await newIncidentTexts(cory(), undefined)).toMatchObject({ chosen: {}, title: '' });
    expect(await newIncidentTexts(cory(), 'analytics')).toMatchObject({ chosen: { analytics: 'major_outage' } });
    await world.ctx.prisma.incident.updateMany({
      data: { state: 'postmortem', resolvedAt: new Date(world.clock.now()) },
    });
    expect(Object.keys((await newIncidentTexts(cory(), undefined)).chosen)).toEqual(['analytics']);
  });
});
