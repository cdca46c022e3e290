import { describe, expect, test } from 'vitest';
import { composeUpdate } from '#server/incidents/console/compose-update';
import { staffIncident } from '#server/incidents/console/staff-incident';
import { templateTexts } from '#server/incidents/console/template-texts';
import { updateVersions } from '#server/incidents/console/update-versions';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, CORY } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const USE_EU = 'Use eu-west-1.';
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);

const posted = (incident: string, change: object = {}) => postUpdate(cory(), { incident, body: 'b', ...change });

/** What readers can do now, and what each update says, newest first. */
async function shown(incident: string) {
  const { whatYouCanDo, updates } = await publicIncident(world.ctx, incident);
  return { now: whatYouCanDo, updates: updates.map((one) => one.whatYouCanDo) };
}

test('what readers can do stays from update to update until one changes it', async () => {
  const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
  await posted(incident, { state: 'identified' });
  await posted(incident, { whatYouCanDo: '  Retry \n failed requests. ' });
  await posted(incident, { whatYouCanDo: null });
  expect(await shown(incident)).toEqual({ now: null, updates: [null, 'Retry failed requests.', USE_EU, USE_EU] });
});

test('resolving clears it, unless the resolution has its own', async () => {
  const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
  await resolveIncident(cory(), { incident, body: 'b' });
  expect(await shown(incident)).toEqual({ now: null, updates: [null, USE_EU] });
  const other = await anIncident(world, { whatYouCanDo: USE_EU });
  await resolveIncident(cory(), { incident: other.incident, body: 'b', whatYouCanDo: 'Repeat failed exports.' });
  expect((await shown(other.incident)).now).toBe('Repeat failed exports.');
});

test('an internal update neither has nor changes it', async () => {
  const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
  const internal = { audience: ['internal'], notify: false };
  await expect(posted(incident, { ...internal, whatYouCanDo: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  await posted(incident, internal);
  await posted(incident);
  expect(await shown(incident)).toEqual({ now: USE_EU, updates: [USE_EU, USE_EU] });
});

test('retracting an update brings back what applied before', async () => {
  const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
  const { update } = await posted(incident, { whatYouCanDo: 'Use us-east-1.' });
  await retractUpdate(cory(), { incident, update, reason: 'wrong region' });
  expect(await shown(incident)).toEqual({ now: USE_EU, updates: [null, USE_EU] });
  await posted(incident);
  expect((await shown(incident)).now).toBe(USE_EU);
});

test('a withdrawn incident has none', async () => {
  const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
  await withdrawIncident(as(world.ctx, ADA), { incident, reason: 'a test' });
  expect((await shown(incident)).now).toBeNull();
});

test('an edit changes, keeps or clears it, and every version is kept', async () => {
  const { incident, update } = await anIncident(world, { whatYouCanDo: USE_EU });
  const edited = (version: number, change: object) =>
    editUpdate(cory(), { incident, update, version, body: 'b', ...change });
  expect(await edited(1, { body: 'c' })).toMatchObject({ version: 2 });
  expect(await edited(2, { body: 'c', whatYouCanDo: 'Wait.' })).toMatchObject({ version: 3 });
  expect(await edited(3, { body: 'c', whatYouCanDo: 'Wait.' })).toMatchObject({ version: 3 });
  expect(await edited(3, { body: 'c', whatYouCanDo: '' })).toMatchObject({ version: 4 });
  const { versions } = await updateVersions(cory(), incident, update);
  expect(versions.map(({ whatYouCanDo }) => whatYouCanDo)).toEqual([null, 'Wait.', USE_EU, USE_EU]);
  expect(await shown(incident)).toEqual({ now: null, updates: [null] });
});

test('an edit cannot add it to an internal update', async () => {
  const { incident } = await anIncident(world);
  const { update } = await posted(incident, { audience: ['internal'], notify: false });
  const edit = { incident, update, version: 1, body: 'c', whatYouCanDo: 'x' };
  await expect(editUpdate(cory(), edit)).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a backfilled incident carries it until it is resolved', async () => {
  const at = (minutes: number) => new Date(T0 - minutes * 60_000).toISOString();
  const update = { body: 'b', affected: [] };
  const { incident } = await backfillIncident(as(world.ctx, ADA), {
    title: 'Late reports',
    startedAt: at(60),
    updates: [
      { ...update, state: 'investigating', occurredAt: at(60), whatYouCanDo: USE_EU },
      { ...update, state: 'monitoring', occurredAt: at(40) },
      { ...update, state: 'resolved', occurredAt: at(20) },
    ],
  });
  expect(await shown(incident)).toEqual({ now: null, updates: [null, USE_EU, USE_EU] });
});

test.each([
  ['longer than 500 characters', 'x'.repeat(501), 'must be at most 500 characters'],
  ['with a placeholder, because it is not a template', 'Use {{title}}.', 'must not contain placeholders'],
])('a text is refused: %s', async (_, whatYouCanDo, message) => {
  await expect(anIncident(world, { whatYouCanDo })).rejects.toThrow(message);
});

describe('the composer', () => {
  const form = (incident: string, change: Record<string, string>) =>
    composeUpdate(cory(), { incident, state: 'identified', body: 'b', notify: 'on', ...change });

  test('starts with what readers can do now, or with that of the draft', async () => {
    const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
    const start = async (isDraft: boolean) =>
      (await templateTexts(cory(), await staffIncident(cory(), incident), { isDraft })).texts.whatYouCanDo;
    expect(await start(false)).toBe(USE_EU);
    await form(incident, { intent: 'draft', whatYouCanDo: 'Wait.', whatYouCanDoBefore: USE_EU });
    expect(await start(true)).toBe('Wait.');
  });

  test('leaves unchanged what the person did not change', async () => {
    const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
    await posted(incident, { whatYouCanDo: 'Wait.' }); // after the form was opened
    await form(incident, { whatYouCanDo: USE_EU, whatYouCanDoBefore: USE_EU });
    expect((await shown(incident)).now).toBe('Wait.');
    await form(incident, { whatYouCanDo: '', whatYouCanDoBefore: 'Wait.' });
    expect((await shown(incident)).now).toBeNull();
  });

  test('leaves it out of an internal update', async () => {
    const { incident } = await anIncident(world);
    await form(incident, { internal: 'on', state: 'investigating', whatYouCanDo: 'x', whatYouCanDoBefore: '' });
    expect(await shown(incident)).toEqual({ now: null, updates: [null] });
  });

  test('shows it in each preview', async () => {
    const { incident } = await anIncident(world, { whatYouCanDo: USE_EU });
    const shown = await form(incident, { intent: 'preview', whatYouCanDo: 'Wait.', whatYouCanDoBefore: USE_EU });
    if (shown.kind !== 'preview') throw new Error(shown.kind);
    expect(shown.whatYouCanDo).toBe('Wait.');
    expect(shown.mail?.text).toContain('\n\nWhat you can do: Wait.\n\n');
    const bodies = shown.webhook?.data.incident.incident_updates.map(({ body }) => body.split('\n\n').at(-1));
    expect(bodies).toEqual(['What you can do: Wait.', `What you can do: ${USE_EU}`]);
  });
});
