import { expect, test } from 'vitest';
import { planLines } from '#server/catalog/plan/plan-lines';
import { describedComponent } from '#server/catalog/reads/described-components';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { staffIncident } from '#server/incidents/console/staff-incident';
import { templateTexts } from '#server/incidents/console/template-texts';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, CORY, ED } from '#server/test/people';
import { applyCatalog } from './apply-catalog.ts';
import { saveComponent } from './save-component.ts';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const ada = () => as(world.ctx, ADA);
const file = (effects: string) =>
  `components:\n  - { slug: serving, name: Serving, target: 99.9${effects === '' ? '' : `, effects: ${effects}`} }`;
const apply = async (effects: string) => planLines(await applyCatalog(ada(), { text: file(effects) }));
const stored = async () => (await describedComponent(as(world.ctx, ED), 'serving')).component.effects;

test('the effects of a component are planned, applied, exported and removed like its description', async () => {
  expect(await apply('{ major_outage: Ad requests get no answer. }')).toContain(
    '~ component serving: effects.major_outage none -> Ad requests get no answer.',
  );
  expect(await stored()).toEqual({ major_outage: 'Ad requests get no answer.' });
  expect(planLines(await applyCatalog(ada(), { text: await exportCatalog(ada()) }))).toEqual(['= no changes']);
  expect(await apply('')).toContain('~ component serving: effects.major_outage Ad requests get no answer. -> none');
  expect(await stored()).toEqual({});
});

test.each([
  [
    'an unknown status',
    '{ down: x }',
    'unknown key; must be one of degraded_performance, partial_outage, major_outage',
  ],
  ['more than 200 characters', `{ major_outage: ${'x'.repeat(201)} }`, 'must be a sentence of 1 to 200 characters'],
])('a file is refused with %s', async (_, effects, message) => {
  await expect(apply(effects)).rejects.toThrow(message);
});

test('saving the form of a component keeps the effects that the form contains', async () => {
  const { component, basis } = await describedComponent(as(world.ctx, ED), 'serving');
  const { slug, description, group } = component;
  const form = { slug, name: 'Serving', description, group, target: 99.9, archived: false, basis };
  await saveComponent(as(world.ctx, ED), { ...form, effects: { partial_outage: 'Some ad requests fail.' } });
  expect(await stored()).toEqual({ partial_outage: 'Some ad requests fail.' });
});

test('{{effect}} is the effect of the stated status, or else the word of that status', async () => {
  const affected = (status: 'partial_outage' | 'major_outage') => [{ component: 'serving', status }];
  const body = 'Since 12:00 UTC: {{effect}}.';
  const { incident } = await anIncident(world, { body, affected: affected('partial_outage') });
  await postUpdate(as(world.ctx, CORY), { incident, body, affected: affected('major_outage') });
  const { updates } = await publicIncident(world.ctx, incident);
  expect(updates.map(({ text }) => text)).toEqual([
    'Since 12:00 UTC: Major outage.',
    'Since 12:00 UTC: Some ad requests fail.',
  ]);
});

test('the templates of a new installation are named after states, and name the effect', async () => {
  const { incident } = await anIncident(world, {
    affected: [{ component: 'analytics', status: 'major_outage' }],
    separate: true,
  });
  const shown = await staffIncident(as(world.ctx, CORY), incident);
  const { templates, texts } = await templateTexts(as(world.ctx, CORY), shown, { template: 'Investigating' });
  expect(templates.toSorted()).toEqual(['Identified', 'Investigating', 'Monitoring', 'Resolved']);
  expect(texts.body).toMatch(
    /^Analytics: Major outage\. This started at 12:00 UTC, and we are investigating the cause\./,
  );
});
