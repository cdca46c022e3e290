import { beforeAll, describe, expect, test } from 'vitest';
import type { ActingContext, Actor } from '#server/actor';
import { limitComponents } from '#server/identity/people/verbs/limit-components';
import { incidentsToPublish } from '#server/incidents/console/incidents-to-publish';
import { newIncidentTexts } from '#server/incidents/console/new-incident-texts';
import { ownComponentNames } from '#server/incidents/console/own-component-names';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { addNote } from '#server/incidents/verbs/add-note';
import { approveDraft } from '#server/incidents/verbs/approve-draft';
import { dropDraft } from '#server/incidents/verbs/drop-draft';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { linkIncidents } from '#server/incidents/verbs/link-incidents';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { unlinkIncidents } from '#server/incidents/verbs/unlink-incidents';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { aBrowser } from '#server/test/browser';
import { testWorld } from '#server/test/database';
import { anIncident, everything } from '#server/test/incidents';
import { ADA, as, ED, PASSWORD, plantPerson } from '#server/test/people';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
let cory: Actor;
let neighbour = '';
beforeAll(async () => {
  const { id } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
  cory = { kind: 'staff', id, name: 'Cory Communicator', role: 'communicator' };
  await limitComponents(ada(), { id, components: ['serving'] });
  ({ incident: neighbour } = await anIncident(world, { affected: on('serving'), separate: true }));
});

const on = (...components: string[]) =>
  components.map((component) => ({ component, status: 'partial_outage' as const }));

/** Opens an incident of these components as an editor, with a draft. */
async function given(components: readonly string[]) {
  const { incident, update } = await anIncident(world, { affected: on(...components), separate: true });
  await saveDraft(as(world.ctx, ED), { incident, version: 0, content: { body: 'Half a sentence.' } });
  return { incident, update };
}

type Given = { incident: string; update: string };
type Verb = [name: string, work: (ctx: ActingContext, given: Given) => Promise<unknown>];

const VERBS: Verb[] = [
  ['posting', (ctx, { incident }) => postUpdate(ctx, { incident, body: 'We know more.' })],
  [
    'resolving by an update',
    (ctx, { incident }) => postUpdate(ctx, { incident, body: 'It is over.', state: 'resolved' }),
  ],
  ['resolving', (ctx, { incident }) => resolveIncident(ctx, { incident, body: 'It is over.' })],
  ['withdrawing', (ctx, { incident }) => withdrawIncident(ctx, { incident, reason: 'There was none.' })],
  ['confirming', (ctx, { incident }) => acknowledgeIncident(ctx, { incident })],
  ['linking', (ctx, { incident }) => linkIncidents(ctx, { incident, to: neighbour })],
  ['taking a link away', (ctx, { incident }) => unlinkIncidents(ctx, { incident, to: neighbour })],
  ['noting', (ctx, { incident }) => addNote(ctx, { incident, body: 'Asked the network team.' })],
  ['saving a draft', (ctx, { incident }) => saveDraft(ctx, { incident, version: 1, content: { body: 'A text.' } })],
  ['dropping a draft', (ctx, { incident }) => dropDraft(ctx, { incident, version: 1 })],
  ['editing', (ctx, { incident, update }) => editUpdate(ctx, { incident, update, version: 1, body: 'Said better.' })],
  ['taking back', (ctx, { incident, update }) => retractUpdate(ctx, { incident, update, reason: 'It was wrong.' })],
];

const OPENED: [components: string[], isAllowed: boolean][] = [
  [['serving'], true],
  [['analytics'], false],
  [['serving', 'analytics'], false],
  [[], false],
];

async function expectRefused(
  work: () => Promise<unknown>,
  code: 'forbidden' | 'invalid_input' = 'forbidden',
): Promise<void> {
  const before = await everything(world);
  await expect(work()).rejects.toMatchObject({ code });
  expect(await everything(world)).toEqual(before);
}

describe('a communicator with Serving as the assigned component', () => {
  const ctx = () => as(world.ctx, cory);

  test.each(VERBS)(
    'is let by %s where an incident affects it, also beside another, and nowhere else',
    async (_, work) => {
      for (const components of [['analytics'], []]) {
        const foreign = await given(components);
        await expectRefused(() => work(ctx(), foreign));
      }
      for (const components of [['serving'], ['serving', 'analytics']]) await work(ctx(), await given(components));
    },
  );

  test.each(OPENED)('who opens an incident on %j is let: %j', async (components, isAllowed) => {
    const work = () =>
      openIncident(ctx(), {
        title: 'Slow answers',
        body: 'We are looking into it.',
        affected: on(...components),
        separate: true,
      });
    if (isAllowed) expect(await work()).toMatchObject({ state: 'investigating' });
    else await expectRefused(work, 'invalid_input'); // shown beside the form, so that the text is not lost
  });

  test('can set the status of Serving only', async () => {
    const { incident } = await given(['serving', 'analytics']);
    for (const verb of [postUpdate, resolveIncident])
      for (const components of [['analytics'], ['serving', 'analytics']])
        await expectRefused(
          () => verb(ctx(), { incident, body: 'Better.', affected: on(...components) }),
          'invalid_input',
        );
    await postUpdate(ctx(), { incident, body: 'Better.', affected: on('serving') });
    await resolveIncident(ctx(), { incident, body: 'Over.', affected: on('serving') });
  });

  test('can link incidents that both affect it', async () => {
    const [own, foreign] = [await given(['serving']), await given(['analytics'])];
    for (const [one, other] of [
      [own, foreign],
      [foreign, own],
    ] as const)
      await expectRefused(() => linkIncidents(ctx(), { incident: one.incident, to: other.incident }));
  });

  test('can approve the draft of someone else if the incident affects it', async () => {
    const ready = async (component: string) => {
      const { incident } = await given([component]);
      await saveDraft(as(world.ctx, ED), { incident, version: 1, content: { body: 'A text.' }, ready: true });
      return { incident, version: 2 };
    };
    const [own, foreign] = [await ready('serving'), await ready('analytics')];
    await expectRefused(() => approveDraft(ctx(), foreign));
    await approveDraft(ctx(), own);
  });

  test('can merge incidents that both affect it', async () => {
    const [own, other, foreign] = [await given(['serving']), await given(['serving']), await given(['analytics'])];
    const merge = (from: Given, into: Given) =>
      mergeIncident(ctx(), { incident: from.incident, into: into.incident, reason: 'The same.' });
    await expectRefused(() => merge(own, foreign));
    await expectRefused(() => merge(foreign, own));
    await merge(own, other);
  });

  test('is offered only what is allowed', async () => {
    const [own, foreign] = [await given(['serving']), await given(['analytics'])];
    expect(await incidentsToPublish(ctx(), [own.incident, foreign.incident])).toEqual(new Set([own.incident]));
    expect((await ownComponentNames(ctx())).map(({ slug }) => slug)).toEqual(['serving']);
    const texts = await newIncidentTexts(ctx(), 'analytics');
    expect([texts.components.map(({ slug }) => slug), texts.chosen]).toEqual([['serving'], {}]);
    expect((await newIncidentTexts(ctx(), 'serving')).chosen).toEqual({ serving: 'major_outage' });
    expect(
      await incidentsToPublish(as(world.ctx, { kind: 'staff', id: 'vera', name: 'Vera Viewer', role: 'viewer' }), [
        own.incident,
      ]),
    ).toEqual(new Set());
  });
});

describe('other roles have no limits', () => {
  const others: [who: string, actor: () => Actor][] = [
    ['a communicator without a list', () => ({ kind: 'staff', id: 'free', name: 'Free', role: 'communicator' })],
    ['an editor who was a communicator with one', () => ({ ...cory, role: 'editor' }) as Actor],
    ['an admin', () => ADA],
    ['a token', () => ({ kind: 'token', id: 1, scopes: ['incidents:write'] })],
    ['incident automation', () => ({ kind: 'system', name: 'automation' })],
  ];

  test.each(others)('not %s', async (_, actor) => {
    const ctx = as(world.ctx, actor());
    for (const [, work] of VERBS) await work(ctx, await given(['analytics']));
    await openIncident(ctx, { title: 'Slow answers', body: 'We are looking into it.' });
    expect((await ownComponentNames(ctx.actor.kind === 'staff' ? ctx : ada())).map(({ slug }) => slug)).toEqual([
      'serving',
      'analytics',
    ]);
  });
});

describe('assigning components to a communicator', () => {
  test('is audited with the previous components, ends their sessions, and is removed by an empty list', async () => {
    const { id, email } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator', 'cory-two');
    const browser = aBrowser(world.ctx);
    await browser.signIn(email, PASSWORD);
    expect(await browser.actor()).not.toBeNull();
    await limitComponents(ada(), { id, components: ['serving', 'analytics', 'serving'] });
    expect(await browser.actor()).toBeNull();
    await limitComponents(ada(), { id, components: ['analytics'] });
    await limitComponents(ada(), { id, components: ['analytics'] }); // no change
    await limitComponents(ada(), { id, components: [] });
    const entries = await world.ctx.prisma.auditRow.findMany({
      where: { action: 'staff:limit-components', objectId: id },
      orderBy: { seq: 'asc' },
    });
    expect(entries.map(({ before, after }) => [before, after])).toEqual([
      [{ components: [] }, { components: ['analytics', 'serving'] }],
      [{ components: ['analytics', 'serving'] }, { components: ['analytics'] }],
      [{ components: ['analytics'] }, { components: [] }],
    ]);
  });

  test('is only possible for admins, for communicators, and with existing components', async () => {
    const { id } = await plantPerson(world.ctx, 'Ed Editor', 'editor');
    const own = cory.kind === 'staff' ? cory.id : '';
    await expect(limitComponents(as(world.ctx, ED), { id: own, components: [] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(limitComponents(as(world.ctx, cory), { id: own, components: [] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(limitComponents(ada(), { id, components: ['serving'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(limitComponents(ada(), { id: own, components: ['nothing'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(limitComponents(ada(), { id: 'nobody', components: [] })).rejects.toMatchObject({ code: 'not_found' });
  });
});
