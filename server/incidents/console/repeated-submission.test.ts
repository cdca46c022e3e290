import { describe, expect, test } from 'vitest';
import { addNote } from '#server/incidents/verbs/add-note';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY, ED } from '#server/test/people';
import { composeUpdate } from './compose-update.ts';
import { openFromForm } from './open-from-form.ts';
import { publishedFirst } from './published-first.ts';
import { staffIncident } from './staff-incident.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);
const FORM = { state: 'identified', stateBefore: 'investigating', notify: 'on', idempotencyKey: 'composer-1' };
const caught = (work: Promise<unknown>) => work.then(() => null).catch((error: Error) => error);

// Stripe's API reference and the IETF draft on the Idempotency-Key header both refuse a key that comes with another payload; neither says what a person does
// then: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (section 2.7), https://docs.stripe.com/api/idempotent_requests
describe('a form that is sent again with a corrected text after a lost answer', () => {
  test('reports that the first text was published, and when, and can replace it with the corrected one', async () => {
    const { incident } = await anIncident(world);
    const first = await composeUpdate(cory(), { ...FORM, incident, body: 'The cause is knwon.' });
    world.clock.set(T0 + 90_000);
    const corrected = { ...FORM, incident, body: 'The cause is known.' };
    const published = await publishedFirst(cory(), await caught(composeUpdate(cory(), corrected)));
    expect(published).toEqual({ incident, update: first.kind === 'published' && first.update, version: 1, at: T0 });
    const fields = {
      intent: 'replace',
      published: published?.update ?? '',
      publishedVersion: String(published?.version),
    };
    expect(await composeUpdate(cory(), { ...corrected, ...fields })).toEqual(first);
    const { updates } = await staffIncident(cory(), incident);
    expect(updates.map(({ body, version }) => [body, version])).toEqual([
      ['The cause is known.', 2],
      [expect.anything(), 1],
    ]);
  });

  test.each([
    ['title', { title: 'Slow answers in Europe' }],
    ['next update', { next: '60' }],
    ['state', { state: 'monitoring' }],
    ['affected components', { 'status:serving': 'partial_outage' }],
  ])('refuses to replace the %s, and changes nothing', async (field, change) => {
    const { incident } = await anIncident(world);
    const form = {
      ...FORM,
      idempotencyKey: `composer-${field.replaceAll(' ', '-')}`,
      incident,
      title: 'Slow answers',
      titleBefore: 'Slow answers',
      next: '30',
      body: 'A',
    };
    const first = await composeUpdate(cory(), form);
    const replacing = {
      ...form,
      intent: 'replace',
      published: first.kind === 'published' ? first.update : '',
      publishedVersion: '1',
      body: 'B',
    };
    const error = await caught(composeUpdate(cory(), { ...replacing, ...change }));
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(`not: ${field}.`) });
    expect((await staffIncident(cory(), incident)).updates[0]).toMatchObject({ body: 'A', version: 1 });
    expect(await composeUpdate(cory(), replacing)).toEqual(first);
  });

  test('does not replace an edit by someone else, and shows both texts', async () => {
    const { incident } = await anIncident(world);
    const key = { ...FORM, idempotencyKey: 'composer-2' };
    const first = await composeUpdate(cory(), { ...key, incident, body: 'A' });
    const update = first.kind === 'published' ? first.update : '';
    const published = { intent: 'replace', published: update, publishedVersion: '1' };
    await composeUpdate(as(world.ctx, ED), { ...key, ...published, incident, body: 'B' });
    expect(await caught(composeUpdate(cory(), { ...key, ...published, incident, body: 'C' }))).toMatchObject({
      code: 'conflict',
      more: { theirs: { body: 'B' } },
    });
  });

  test('reports the same for the form that opens an incident, and to a program with the first answer', async () => {
    const fields = { title: 'Slow answers', body: 'Slwo.', idempotencyKey: 'open-1', separate: 'on' };
    const { incident } = await openFromForm(cory(), fields);
    const error = await caught(openFromForm(cory(), { ...fields, body: 'Slow.' }));
    expect(await publishedFirst(cory(), error)).toMatchObject({ incident, version: 1, at: world.clock.now() });
    expect(error).toMatchObject({
      code: 'key_reused',
      more: { first: { incident, at: new Date(world.clock.now()).toISOString() } },
    });
  });

  test('answers the same text as before, and ignores other errors', async () => {
    const input = { title: 'Slow answers', body: 'Slow.', separate: true, idempotencyKey: 'open-2' };
    expect(await openIncident(cory(), input)).toEqual(await openIncident(cory(), input));
    const { incident } = await anIncident(world);
    await addNote(cory(), { incident, body: 'a', idempotencyKey: 'note-1' });
    const ofNote = await caught(addNote(cory(), { incident, body: 'b', idempotencyKey: 'note-1' }));
    for (const error of [ofNote, new Error('other'), await caught(openIncident(cory(), { ...input, title: '' }))])
      expect(await publishedFirst(cory(), error)).toBeNull();
  });
});
