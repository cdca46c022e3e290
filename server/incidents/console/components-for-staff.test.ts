import { describe, expect, test } from 'vitest';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY, ED } from '#server/test/people';
import { staffIncident } from './staff-incident.ts';
import { templateTexts } from './template-texts.ts';

const world = testWorld();

describe('components that staff named only internally', () => {
  const named = [
    { component: 'serving', status: 'major_outage' as const },
    { component: 'analytics', status: 'partial_outage' as const },
  ];
  const seen = async (incident: string) =>
    (await publicIncident(world.ctx, incident)).components.map(({ slug, status }) => [slug, status]);

  test('are not shown to readers before a public update names them', async () => {
    const { incident } = await anIncident(world, { affected: named, audience: ['internal'], separate: true });
    const [serving] = named;
    const { update } = await postUpdate(as(world.ctx, CORY), {
      incident,
      body: 'Serving fails.',
      affected: serving ? [serving] : [],
    });
    expect(await seen(incident)).toEqual([['serving', 'major_outage']]);
    const published = (await publicIncident(world.ctx, incident)).updates.find(({ publicId }) => publicId === update);
    expect(published?.affected).toMatchObject([
      { slug: 'serving', oldStatus: 'operational', newStatus: 'major_outage' },
    ]);
    await postUpdate(as(world.ctx, CORY), { incident, body: 'Analytics too.', affected: named.slice(1) });
    expect(await seen(incident)).toEqual(named.map(({ component, status }) => [component, status]));
  });

  test('are preselected in the composer before the first public update, and not after it', async () => {
    const { incident } = await anIncident(world, { affected: named, audience: ['internal'], separate: true });
    const begins = async () => {
      const found = await staffIncident(as(world.ctx, CORY), incident);
      return (await templateTexts(as(world.ctx, CORY), found, {})).texts.stated;
    };
    expect(await begins()).toEqual({ serving: 'major_outage', analytics: 'partial_outage' });
    await acknowledgeIncident(as(world.ctx, CORY), { incident });
    await postUpdate(as(world.ctx, CORY), { incident, body: 'We look.', affected: named });
    expect(await begins()).toEqual({});
  });

  test('stay visible when their public incident is merged into another', async () => {
    const { incident: merged } = await anIncident(world, { affected: named.slice(1), separate: true });
    const { incident: other } = await anIncident(world, { affected: named.slice(0, 1), separate: true });
    await mergeIncident(as(world.ctx, ED), { incident: merged, into: other, reason: 'The same.' });
    expect(await seen(other)).toEqual(named.map(({ component, status }) => [component, status]));
    const { incident: last } = await anIncident(world, { separate: true });
    await mergeIncident(as(world.ctx, ED), { incident: other, into: last, reason: 'The same.' });
    expect(await seen(last)).toEqual(named.map(({ component, status }) => [component, status]));
  });
});
