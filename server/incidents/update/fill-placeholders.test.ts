import { describe, expect, test } from 'vitest';
import { composeUpdate } from '#server/incidents/console/compose-update';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { approveDraft } from '#server/incidents/verbs/approve-draft';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { saveTemplate } from '#server/incidents/verbs/save-template';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { anIncident, everything } from '#server/test/incidents';
import { as, CORY, ED } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
const [cory, ed] = [() => as(world.ctx, CORY), () => as(world.ctx, ED)];
const down = (change = {}) =>
  anIncident(world, { affected: [{ component: 'serving', status: 'major_outage' }], separate: true, ...change });
const named = async () => {
  const { incident, update } = await down();
  return { incident, update };
};
const iso = (t: number) => new Date(t).toISOString();
const past = (change = {}) => ({
  title: 'Old',
  startedAt: iso(T0 - 3_600_000),
  updates: [
    {
      state: 'investigating' as const,
      body: 'a',
      occurredAt: iso(T0 - 3_600_000),
      affected: [{ component: 'serving', status: 'major_outage' as const }],
    },
    { state: 'resolved' as const, body: 'b', occurredAt: iso(T0 - 1_800_000) },
  ],
  ...change,
});
const refused = (field: string, name: string) => ({
  code: 'invalid_input',
  message: expect.stringMatching(new RegExp(`^${field}: .*\\{\\{${name}\\}\\}`)),
});

describe('a placeholder without a value', () => {
  // One test per verb by which a text reaches readers.
  test.each<[string, string, string, () => Promise<unknown>]>([
    ['opening', 'body', 'duratoin', async () => openIncident(cory(), { title: 't', body: 'For {{duratoin}}.' })],
    ['a title', 'title', 'next_update', async () => openIncident(cory(), { title: '{{next_update}}', body: 'b' })],
    [
      'a title that names itself',
      'title',
      'title',
      async () => openIncident(cory(), { title: '{{title}}', body: 'b' }),
    ],
    [
      'an incident of no component',
      'body',
      'components',
      async () => openIncident(cory(), { title: 't', body: '{{components}}' }),
    ],
    [
      'an update',
      'body',
      'Title',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: '{{Title}}' }),
    ],
    [
      'an update in code',
      'body',
      'x',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: 'Use `{{x}}`.' }),
    ],
    [
      'an update with entities',
      'body',
      'x',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: '&#123;&#123;x}}' }),
    ],
    [
      'a new title',
      'title',
      'titel',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: 'b', title: '{{titel}}' }),
    ],
    [
      'the title of an internal incident',
      'title',
      'bogus',
      async () => openIncident(cory(), { title: 'Down {{bogus}}', body: 'b', audience: ['internal'] }),
    ],
    [
      'its title without a promise',
      'title',
      'next_update',
      async () => openIncident(cory(), { title: 'By {{next_update}}', body: 'b', audience: ['internal'] }),
    ],
    [
      'a title by an internal update',
      'title',
      'bogus',
      async () => {
        const { incident } = await down({ audience: ['internal'] });
        return postUpdate(cory(), { incident, body: 'b', title: '{{bogus}}', audience: ['internal'] });
      },
    ],
    // Emphasis, links and code end where CommonMark (https://spec.commonmark.org/0.31.2/#inlines) ends them, also between two braces.
    [
      'an update with emphasis between the braces',
      'body',
      'duration',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: '{**{duration}**}' }),
    ],
    [
      'an update with a link',
      'body',
      'duration',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: '{[{duration}}](https://a.example)' }),
    ],
    [
      'an update with code',
      'body',
      'duration',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: '{`{duration}}`' }),
    ],
    [
      'a hidden promise',
      'body',
      'next_update',
      async () => postUpdate(cory(), { incident: (await down()).incident, body: '{*{next_update}*}' }),
    ],
    [
      'an edit with markup',
      'body',
      'x',
      async () => editUpdate(cory(), { ...(await named()), version: 1, body: '{_{x}_}' }),
    ],
    [
      'a withdrawal with markup',
      'reason',
      'x',
      async () => withdrawIncident(cory(), { incident: (await down()).incident, reason: '{*{x}*}' }),
    ],
    [
      'a past update with markup',
      'updates.1.body',
      'x',
      async () =>
        backfillIncident(
          ed(),
          past({ updates: past().updates.map((one, i) => (i === 1 ? { ...one, body: '{*{x}*}' } : one)) }),
        ),
    ],
    [
      'an unclosed one in a template',
      'body',
      'dur',
      async () => saveTemplate(ed(), { name: 'n', body: 'For {{dur', version: 0 }),
    ],
    [
      'the title in the title of a template',
      'title',
      'title',
      async () => saveTemplate(ed(), { name: 'n', title: '{{title}}', body: 'b', version: 0 }),
    ],
    [
      'the promise in the title of a template',
      'title',
      'next_update',
      async () => saveTemplate(ed(), { name: 'n', title: '{{next_update}}', body: 'b', version: 0 }),
    ],
    [
      'a resolution',
      'body',
      'x',
      async () => resolveIncident(cory(), { incident: (await down()).incident, body: '{{x}}' }),
    ],
    [
      'an acknowledgement',
      'body',
      'x',
      async () => acknowledgeIncident(cory(), { incident: (await down()).incident, body: '{{x}}' }),
    ],
    [
      'an edit',
      'body',
      'next_update',
      async () => editUpdate(cory(), { ...(await named()), version: 1, body: '{{next_update}}' }),
    ],
    ['a reason to retract', 'reason', 'x', async () => retractUpdate(cory(), { ...(await named()), reason: '{{x}}' })],
    [
      'a reason to withdraw',
      'reason',
      'x',
      async () => withdrawIncident(cory(), { incident: (await down()).incident, reason: '{{x}}' }),
    ],
    [
      'a past incident',
      'body',
      'next_update',
      async () =>
        backfillIncident(ed(), past({ updates: past().updates.map((one) => ({ ...one, body: '{{next_update}}' })) })),
    ],
    ['the title of a past incident', 'title', 'x', async () => backfillIncident(ed(), past({ title: '{{x}}' }))],
    [
      'a draft for approval',
      'body',
      'x',
      async () =>
        saveDraft(cory(), { incident: (await down()).incident, version: 0, content: { body: '{{x}}' }, ready: true }),
    ],
    [
      'a preview',
      'body',
      'x',
      async () =>
        composeUpdate(cory(), {
          intent: 'preview',
          incident: (await down()).incident,
          state: 'identified',
          body: '{{x}}',
        }),
    ],
  ])('is refused by name: %s', async (_, field, name, work) => {
    await expect(work()).rejects.toMatchObject(refused(field, name));
  });

  test('changes nothing when refused, and is allowed in an internal text', async () => {
    const { incident } = await down();
    const before = await everything(world);
    await expect(postUpdate(cory(), { incident, body: '{{x}}' })).rejects.toMatchObject(refused('body', 'x'));
    expect(await everything(world)).toEqual(before);
    await postUpdate(cory(), { incident, body: 'The template has {{x}}.', audience: ['internal'] });
    await saveDraft(cory(), { incident, version: 0, content: { body: '{{x}}' } }); // not ready, so not published
  });
});

describe('a placeholder is filled in on publication', () => {
  test('with current values, in text and title, inside and outside code', async () => {
    const { incident } = await openIncident(cory(), {
      title: '{{components}} since {{since}}',
      body: '{{title}}: {{components}} down for {{duration}}, next by {{next_update}}. `{{title}}`',
      startedAt: iso(world.clock.now() - 10 * MINUTE),
      nextUpdateMinutes: 30,
      affected: [{ component: 'serving', status: 'major_outage' }],
      separate: true,
    });
    const shown = await publicIncident(world.ctx, incident);
    expect(shown.title).toBe('Serving since 11:50 UTC');
    expect(shown.updates[0]?.text.replaceAll('\u00a0', ' ')).toBe(
      'Serving since 11:50 UTC: Serving down for 10 min, next by 12:30 UTC. Serving since 11:50 UTC',
    );
    await postUpdate(cory(), { incident, body: '{{components}}', title: 'Serving: {{duration}} {{title}}' });
    expect((await publicIncident(world.ctx, incident)).title.replaceAll('\u00a0', ' ')).toBe(
      'Serving: 10 min Serving since 11:50 UTC',
    );
  });

  test('of a draft on approval, of an edit from its update, of a backfilled incident from its own times', async () => {
    const { incident, update } = await down({ nextUpdateMinutes: 30 });
    const { version } = await saveDraft(cory(), {
      incident,
      version: 0,
      content: { body: '{{components}} since {{since}}', title: '{{components}}' },
      ready: true,
    });
    await approveDraft(ed(), { incident, version });
    expect(await publicIncident(world.ctx, incident)).toMatchObject({
      title: 'Serving',
      updates: [{ text: 'Serving since 12:00 UTC' }, {}],
    });
    await editUpdate(cory(), { incident, update, version: 1, body: 'Next by {{next_update}}' });
    expect((await publicIncident(world.ctx, incident)).updates.find(({ publicId }) => publicId === update)?.text).toBe(
      'Next by 12:30 UTC',
    );
    const { incident: old } = await backfillIncident(
      ed(),
      past({ title: 'Was {{components}}', updates: past().updates.map((one) => ({ ...one, body: '{{duration}}' })) }),
    );
    expect(await publicIncident(world.ctx, old)).toMatchObject({
      title: 'Was Serving',
      updates: [{ text: '30\u00a0min' }, { text: '30\u00a0min' }],
    });
  });

  // Incident automation can change an incident between the rendering of a text and the lock under which it is stored.
  describe('with the values under the incident lock', () => {
    const body = 'Now: {{title}}.';
    /** Returns a context in which the title changes this often while a text is rendered. */
    const changing = (incident: string, times: number) => {
      let rendered = 0;
      const texts = {
        ...world.ctx.texts,
        render: async (markdown: string) => {
          if (++rendered <= times)
            await world.ctx.prisma.incident.update({
              where: { publicId: incident },
              data: { title: `Title ${rendered}` },
            });
          return world.ctx.texts.render(markdown);
        },
      };
      return as({ ...world.ctx, texts }, ED);
    };
    const draft = async (incident: string) =>
      (await saveDraft(cory(), { incident, version: 0, content: { body }, ready: true })).version;
    test.each<[string, (incident: string, update: string) => Promise<unknown>]>([
      ['an update', (incident) => postUpdate(changing(incident, 2), { incident, body })],
      ['a resolution', (incident) => resolveIncident(changing(incident, 2), { incident, body, reason: 'Checked.' })],
      ['an edit', (incident, update) => editUpdate(changing(incident, 2), { incident, update, version: 1, body })],
      [
        'a draft',
        async (incident) => approveDraft(changing(incident, 2), { incident, version: await draft(incident) }),
      ],
    ])('%s', async (_, publish) => {
      const { incident, update } = await named();
      await publish(incident, update);
      expect((await publicIncident(world.ctx, incident)).updates[0]?.text).toBe('Now: Title 2.');
    });

    test('or not at all if they keep changing, which does not affect a text without placeholders', async () => {
      const { incident } = await named();
      await expect(postUpdate(changing(incident, 100), { incident, body })).rejects.toMatchObject({ code: 'conflict' });
      await postUpdate(changing(incident, 100), { incident, body: 'b' });
    });
  });

  test('a title that becomes too long is cut after a word', async () => {
    const { incident } = await down({ title: `${'word '.repeat(38)}end` });
    await postUpdate(cory(), { incident, body: 'b', title: 'Once more: {{title}}' });
    expect((await publicIncident(world.ctx, incident)).title).toMatch(/^Once more: (word )+word…$/);
  });
});

// Limits of titles in every verb; 422 names the field and the limit.
test.each<[string, (title: string) => Promise<unknown>]>([
  ['opening', (title) => openIncident(cory(), { title, body: 'b' })],
  ['an update', async (title) => postUpdate(cory(), { incident: (await down()).incident, body: 'b', title })],
  ['a template', (title) => saveTemplate(ed(), { name: 'n', title, body: 'b', version: 0 })],
  [
    'a draft',
    async (title) => saveDraft(cory(), { incident: (await down()).incident, version: 0, content: { title } }),
  ],
  ['a past incident', (title) => backfillIncident(ed(), past({ title }))],
])('a title has at most 200 characters: %s', async (_, work) => {
  await expect(work('x'.repeat(201))).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/title: must be at most 200 characters/),
  });
  await work('x'.repeat(200));
});
