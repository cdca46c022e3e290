import { beforeAll, describe, expect, test } from 'vitest';
import { findingKeys } from '#domain/postmortem/edited-text';
import { TEXT_SECTIONS } from '#domain/postmortem/sections';
import { postmortemForStaff } from '#server/postmortems/reads/postmortem-for-staff';
import { createPostmortem } from '#server/postmortems/verbs/create-postmortem';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { testWorld } from '#server/test/database';
import { ADA, as, ED, VERA } from '#server/test/people';
import { plantMarchIncident } from '#server/test/postmortems';
import { saveFailure } from './save-failure.ts';
import { saveFromForm } from './save-from-form.ts';
import { completed, type Fields, textFromForm } from './text-from-form.ts';

const world = testWorld();
const ed = () => as(world.ctx, ED);
const WRONG = 'Serving was down from 14:20 to 14:30 UTC.';
let postmortem = '';

beforeAll(async () => {
  const incident = await plantMarchIncident(world);
  ({ postmortem } = await createPostmortem(ed(), { incidents: [incident] }));
});

/** Returns what the form of the open page sends. */
async function formWith(change: Fields = {}): Promise<Fields> {
  const { version, title, content } = await postmortemForStaff(ed(), postmortem);
  const texts = TEXT_SECTIONS.flatMap((name) => [
    [`public.${name}`, content.sections[name].public],
    [`internal.${name}`, content.sections[name].internal],
  ]);
  return {
    ...{ postmortem, version: String(version), title, intent: 'save' },
    ...Object.fromEntries(texts),
    'entry-at': content.timeline.map(({ at }) => String(at)),
    'entry-text': content.timeline.map(({ text }) => text),
    'entry-key': content.timeline.flatMap(({ isKey }, i) => (isKey ? [String(i)] : [])),
    ...change,
  };
}
const openFigure = async () => {
  const { findings } = await postmortemForStaff(ed(), postmortem);
  const index = findings.findIndex(({ verdict }) => verdict === 'differs');
  return { finding: findings[index], key: findingKeys(findings)[index] as string };
};

describe('the form of the editor', () => {
  test('saves nothing new if nothing was typed, whatever line ends the browser sends', async () => {
    const form = await formWith();
    const sent = Object.fromEntries(
      Object.entries(form).map(([name, value]) => [
        name,
        String(value) === value ? value.replaceAll('\n', '\r\n') : value,
      ]),
    );
    expect((await saveFromForm(ed(), sent)).version).toBe(Number(form.version));
  });

  test('saves texts, and entries of the timeline in the order of time, without those that were emptied', async () => {
    const form = await formWith({
      'public.cause': 'A network failure.',
      'internal.cause': 'Ask the provider.',
      'new-at': '2022-03-30T13:25',
      'new-text': 'The team loads a copy.',
      'new-key': 'on',
    });
    const [first, ...others] = [form['entry-text'] ?? []].flat();
    expect(first).toBeDefined();
    const { text } = await saveFromForm(ed(), { ...form, 'entry-text': ['', ...others] });
    expect(text.sections.cause).toEqual({ public: 'A network failure.', internal: 'Ask the provider.' });
    expect(text.timeline).toHaveLength(others.length + 1);
    expect(text.timeline.find((entry) => entry.text === 'The team loads a copy.')).toMatchObject({
      at: Date.parse('2022-03-30T13:25:00Z'),
      isKey: true,
    });
    expect(text.timeline).toEqual(text.timeline.toSorted((a, b) => a.at - b.at));
    expect(text.added).toEqual({ at: '', text: '', isKey: false });
  });

  test.each([
    [{ 'new-at': '2022-03-30T13:25' }, 'Enter the text'],
    [{ 'new-text': 'The team loads a copy.' }, 'Enter the time'],
    [{ 'new-text': 'The team loads a copy.', 'new-at': 'soon' }, 'Enter the time'],
  ])('refuses a part of an entry: %j', async (change, message) => {
    await expect(saveFromForm(ed(), await formWith(change))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
    });
  });

  test('needs an editor', async () => {
    await expect(saveFromForm(as(world.ctx, VERA), await formWith())).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a figure that differs', () => {
  test('is corrected in the text that was sent, with the rest of it', async () => {
    await saveFromForm(ed(), await formWith({ 'public.impact': WRONG }));
    const { key } = await openFigure();
    const form = await formWith({ intent: `use:${key}`, 'public.lessons': 'Limits belong in the loader.' });
    const { text } = await saveFromForm(ed(), { ...form, 'public.impact': `Later. ${WRONG}` });
    expect(text.sections.impact.public).toBe('Later. Serving was down from 13:20 to 14:30 UTC.');
    expect(text.sections.lessons.public).toBe('Limits belong in the loader.');
  });

  test('that is no longer in the text is not corrected', async () => {
    await saveFromForm(ed(), await formWith({ 'public.impact': WRONG }));
    const { key } = await openFigure();
    const form = await formWith({ intent: `use:${key}`, 'public.impact': 'Serving was down.' });
    await expect(saveFromForm(ed(), form)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is explained with a reason of 10 to 300 characters, which can be removed', async () => {
    await saveFromForm(ed(), await formWith({ 'public.impact': WRONG }));
    const { key } = await openFigure();
    const withReason = async (reason: string) => saveFromForm(ed(), await formWith({ [`reason:${key}`]: reason }));
    await expect(withReason('Logs.')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(withReason('x'.repeat(301))).rejects.toMatchObject({ code: 'invalid_input' });
    await withReason('From the logs of two partners.');
    const reasons = async () =>
      (await postmortemForStaff(ed(), postmortem)).findings.flatMap(({ reason }) => reason ?? []);
    expect(await reasons()).toEqual(['From the logs of two partners.']);
    await withReason('');
    expect(await reasons()).toEqual([]);
  });
});

describe('explanations that a script keeps in one field', () => {
  const withField = async (explanations: string) => saveFromForm(ed(), await formWith({ explanations }));

  test('replace those that are stored', async () => {
    const explanation = {
      section: 'impact',
      claimed: '14:20 UTC',
      fact: null,
      reason: 'From the logs of two partners.',
    };
    expect((await withField(JSON.stringify([explanation]))).text.explanations).toEqual([explanation]);
    expect((await withField('[]')).text.explanations).toEqual([]);
  });

  test.each([
    ['no JSON', '['],
    ['another list', '[1]'],
    ['no list', '1'],
    ['a short reason', '[{"section":"impact","claimed":"1","fact":null,"reason":"Logs."}]'],
  ])('are refused with %s', async (_, field) => {
    await expect(withField(field)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('what was refused', () => {
  test('returns the text that was sent; on a conflict, the parts of both people that differ', async () => {
    const mine = await formWith({ 'public.well': 'Mine.', 'internal.well': 'My note.', title: 'My title' });
    const { version } = await savePostmortem(as(world.ctx, ADA), {
      ...{ postmortem, version: Number(mine.version) },
      sections: { well: { public: 'Theirs.' } },
      timeline: [{ at: '2022-03-30T13:20:00Z', text: 'It fails.' }],
    });
    const error = await saveFromForm(ed(), mine).catch((reason: unknown) => reason);
    const { conflict, unsaved, message } = saveFailure(error, mine);
    expect(message).toContain('Your text is still here.');
    expect(unsaved.sections.well).toEqual({ public: 'Mine.', internal: 'My note.' });
    expect(conflict).toMatchObject({ version });
    for (const own of ['My title', 'Mine.', 'My note.']) expect(conflict?.yours).toContain(own);
    for (const other of ['Theirs.', '30 March 2022, 13:20 UTC: It fails.']) expect(conflict?.theirs).toContain(other);
    expect(conflict?.theirs).not.toContain('Lessons');
    const again = await saveFromForm(ed(), { ...mine, version: String(version) });
    expect(again.text.sections.well.public).toBe('Mine.');
  });

  test('is not hidden if the person may not save, or if it is our fault', async () => {
    const form = await formWith();
    const refused = await saveFromForm(as(world.ctx, VERA), form).catch((reason: unknown) => reason);
    expect(() => saveFailure(refused, form)).toThrow(refused as Error);
    expect(() => saveFailure(new Error('broken'), form)).toThrow('broken');
  });

  test('has every field, also without any', () => {
    expect(completed(textFromForm({}))).toMatchObject({ title: '', timeline: [] });
  });
});
