import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyIn } from '#server/catalog/policy-form';
import { describedComponent, describedComponents } from '#server/catalog/reads/described-components';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { previewPolicy } from '#server/catalog/reads/preview-policy';
import { reEvaluate } from '#server/evaluation/apply-policy-change';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { componentUptime } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { T0 } from '#server/test/probes';
import { addComponent } from './add-component.ts';
import { addPolicy } from './add-policy.ts';
import { saveComponent } from './save-component.ts';
import { saveIncidentSettings } from './save-incident-settings.ts';

const MINUTE = 60_000;
const world = testWorld(T0);
const ed = () => as(world.ctx, ED);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world);
  await fleet.run(T0 + 2 * MINUTE);
  await fleet.run(T0 + 4 * MINUTE, { serving: 'partial' });
  await fleet.run(T0 + 6 * MINUTE);
});
afterAll(() => fleet.stop());

/** The next version of serving as a form sends it, beginning with the defaults. */
async function form(change: Record<string, string> = {}) {
  const { nextVersion } = await describedComponent(ed(), 'serving');
  return {
    component: 'serving',
    version: String(nextVersion),
    silenceAfterSeconds: '30',
    dataAgeLimitSeconds: '120',
    latencyLimitMs: '',
    degradedAt: '2',
    partialAt: '10',
    majorAt: '50',
    coverageFloor: '50',
    confirmForSeconds: '30',
    recoverForSeconds: '60',
    from: '',
    ...change,
  };
}

const downMs = async () =>
  (await componentUptime(world.ctx, { component: 'serving', from: T0, to: world.clock.now() })).downMs;
const entries = () =>
  world.ctx.prisma.auditRow.findMany({ where: { action: { startsWith: 'catalog:' } }, orderBy: { seq: 'asc' } });
const last = async () => (await entries()).at(-1);

describe('texts and target of a component', () => {
  const change = {
    slug: 'analytics',
    name: 'Analytics',
    description: 'Reports',
    group: null,
    effects: {},
    target: 99.9,
    archived: false,
  };

  test('are saved with an audit entry, and only over the version that was shown', async () => {
    const { basis } = await describedComponent(ed(), 'analytics');
    for (const reason of [undefined, '', ' '])
      await expect(saveComponent(ed(), { ...change, basis, reason })).rejects.toMatchObject({ code: 'reason_needed' });
    for (const reason of ['a\0b', 'x'.repeat(501)])
      await expect(saveComponent(ed(), { ...change, basis, reason })).rejects.toMatchObject({ code: 'invalid_input' });
    await saveComponent(ed(), { ...change, target: 99.95, basis });
    expect((await last())?.reason).toBeNull();
    const { basis: then } = await describedComponent(ed(), 'analytics');
    await saveComponent(ed(), { ...change, basis: then, reason: ' Agreed on in May. ' });
    expect((await describedComponent(ed(), 'analytics')).component).toMatchObject({
      description: 'Reports',
      targetMillionths: 999_000,
      position: 2,
    });
    expect(await last()).toMatchObject({
      actorId: 'ed',
      action: 'catalog:change-component',
      objectKind: 'component',
      objectId: 'analytics',
      before: { targetMillionths: 999_500 },
      after: { targetMillionths: 999_000 },
      reason: 'Agreed on in May.',
    });
    await expect(saveComponent(ed(), { ...change, name: 'Mine', basis })).rejects.toMatchObject({ code: 'conflict' });
    const { settingsBasis } = await describedComponent(ed(), 'analytics');
    const held = {
      slug: 'analytics',
      publish: 'held',
      holdSeconds: 300,
      resolve: 'automatically',
      approval: 'major',
      basis: settingsBasis,
    };
    await saveIncidentSettings(ed(), { ...held, joinWithinSeconds: 0 });
    await expect(saveIncidentSettings(ed(), { ...held, holdSeconds: 600 })).rejects.toMatchObject({ code: 'conflict' });
    expect((await describedComponent(ed(), 'analytics')).component.incidents).toMatchObject({
      publish: 'held',
      holdMs: 300_000,
      rejoinWithinMs: 7_200_000,
      joinWithinMs: 0,
      approval: 'major',
    });
    expect(await last()).toMatchObject({
      action: 'catalog:change-incidents',
      objectId: 'analytics',
      before: { publish: 'at_once' },
    });
  });

  test('are rejected with the labels of the form', async () => {
    const { basis } = await describedComponent(ed(), 'analytics');
    const refusal = (wrong: object) =>
      saveComponent(ed(), { ...change, basis, ...wrong }).catch((error: Error) => error.message);
    expect(await refusal({ target: 100 })).toBe('SLA target (%): must be a percentage from 0 to 99.9999.');
    expect(await refusal({ target: 'much' })).toBe('SLA target (%): must be a percentage like 99.95.');
    expect(await refusal({ name: '' })).toMatch(/^Name: must be/);
    expect(await refusal({ slug: 'nothing' })).toBe('Component "nothing" does not exist.');
  });
});

describe('a further policy version', () => {
  test('is rejected with the labels of the form if it is invalid, changes nothing or reaches too far back', async () => {
    const refusal = async (change: Record<string, string>) =>
      previewPolicy(ed(), policyIn(await form(change))).catch((error: Error) => error.message);
    expect(await refusal({ confirmForSeconds: '' })).toBe(
      'Confirm outage after (seconds): must be a number of seconds like 30.',
    );
    expect(await refusal({ majorAt: '101' })).toBe(
      'Major outage from (% of instances): must be a percentage from 0 to 100.',
    );
    expect(await refusal({ from: 'yesterday' })).toMatch(/^In force from: must be a time with a zone/);
    expect(await refusal({ majorAt: '60', version: '7' })).toBe('Version 7 is out of sequence: the next version is 2.');
    expect(await refusal({ majorAt: '60', from: '2022-03-30T11:59:59Z' })).toMatch(
      /must not take effect before 2022-03-30T12:00:10.000Z/,
    );
    expect(await refusal({})).toMatch(/Change at least one value/);
  });

  test('requires an editor, for reading too', async () => {
    const input = policyIn(await form({ majorAt: '60' }));
    for (const actor of [VERA, CORY]) {
      const ctx = as(world.ctx, actor);
      for (const call of [
        previewPolicy,
        addPolicy,
        describedComponents,
        (_: typeof ctx) => describedComponent(_, 'serving'),
      ])
        await expect(call(ctx, input)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(
      await previewPolicy(as(world.ctx, { kind: 'token', id: 1, scopes: ['catalog:write'] }), input),
    ).toMatchObject({ effect: { isSupposed: true } });
  });

  test('warns of agents that report too seldom for its silence time', async () => {
    expect((await previewPolicy(ed(), policyIn(await form({ silenceAfterSeconds: '29' })))).seldom).toEqual([
      { source: 'fleet', intervalMs: 10_000 },
    ]);
    expect((await previewPolicy(ed(), policyIn(await form({ silenceAfterSeconds: '31' })))).seldom).toEqual([]);
  });

  test('requires a reason if backdated, is previewed, saved and re-evaluated, with the previewed figure', async () => {
    const input = policyIn(await form({ confirmForSeconds: '130', from: '2022-03-30T12:00:30Z' }));
    const before = await exportCatalog(ed());
    const both = await Promise.allSettled([previewPolicy(ed(), input), previewPolicy(ed(), input)]);
    expect(both.map((one) => (one.status === 'rejected' ? one.reason.code : 'shown')).sort()).toEqual([
      'overloaded',
      'shown',
    ]); // one at a time
    const { effect } = await previewPolicy(ed(), input);
    expect(effect).toMatchObject({
      isSupposed: false,
      cutBy: null,
      months: [{ asIs: { downMs: 2 * MINUTE }, asIf: { downMs: 0 } }],
    });
    await expect(addPolicy(ed(), input)).rejects.toMatchObject({ code: 'reason_needed' });
    expect(await exportCatalog(ed())).toBe(before);
    await faultAtEachCall(
      ed(),
      (ctx) => addPolicy(ctx, { ...input, reason: 'The rules were agreed on then.' }),
      async () => [await exportCatalog(ed()), await world.ctx.prisma.reEvaluation.count(), (await entries()).length],
    );
    expect(await last()).toMatchObject({
      action: 'catalog:add-policy',
      objectId: 'serving',
      reason: 'The rules were agreed on then.',
      before: { confirmForMs: 30_000 },
    });
    expect(await describedComponent(ed(), 'serving')).toMatchObject({
      nextVersion: 3,
      againFrom: T0 + MINUTE / 2,
      last: { confirmForMs: 130_000 },
    });
    expect(await downMs()).toBe(2 * MINUTE);
    while (await reEvaluate(world.ctx)) expect(await world.ctx.prisma.reEvaluation.count()).toBeLessThan(2);
    expect(await downMs()).toBe(0);
    expect(await describedComponent(ed(), 'serving')).toMatchObject({ againFrom: null });
  });

  test('is saved without a reason if it starts in the future, and changes no figure', async () => {
    const at = new Date(world.clock.now() + MINUTE).toISOString();
    expect(
      await addPolicy(as(world.ctx, ADA), policyIn(await form({ confirmForSeconds: '10', from: at }))),
    ).toMatchObject({
      isBackdated: false,
      value: { version: 3 },
    });
    expect(await reEvaluate(world.ctx)).toBe(false);
    await fleet.run(world.clock.now() + 2 * MINUTE);
    expect(await reEvaluate(world.ctx)).toBe(true);
    expect([await reEvaluate(world.ctx), await downMs()]).toEqual([false, 0]);
    expect((await describedComponents(ed())).components.map(({ slug, policies }) => [slug, policies.length])).toEqual([
      ['serving', 3],
      ['analytics', 1],
    ]);
  });
});

test('a component is added with the default policy, and only with a new slug', async () => {
  const billing = { slug: 'billing', name: 'Billing', description: null, group: null, effects: {}, target: 99.5 };
  await addComponent(ed(), billing);
  expect((await describedComponent(ed(), 'billing')).component).toMatchObject({
    name: 'Billing',
    targetMillionths: 995_000,
    position: 3,
  });
  expect((await entries()).slice(-2).map(({ action, objectId }) => [action, objectId])).toEqual([
    ['catalog:add-component', 'billing'],
    ['catalog:add-policy', 'billing'],
  ]);
  await expect(addComponent(ed(), { ...billing, name: 'Mine' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(addComponent(ed(), { ...billing, slug: 'Two words' })).rejects.toThrow(
    /^Slug: must be lower-case letters/,
  );
  await expect(addComponent(as(world.ctx, CORY), { ...billing, slug: 'own' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

describe('archiving a component', () => {
  const texts = {
    slug: 'analytics',
    name: 'Analytics',
    description: 'Reports',
    group: null,
    effects: {},
    target: 99.9,
  };
  const archive = async (archived: boolean) =>
    saveComponent(ed(), { ...texts, archived, basis: (await describedComponent(ed(), 'analytics')).basis });
  const order = async () =>
    (await describedComponents(ed())).components.map(({ slug, isArchived }) => [slug, isArchived]);

  test('is saved with an audit entry, lists the component last, and can be undone', async () => {
    const { basis } = await describedComponent(ed(), 'analytics');
    await archive(true);
    expect(await order()).toEqual([
      ['serving', false],
      ['billing', false],
      ['analytics', true],
    ]);
    expect(await last()).toMatchObject({
      actorId: 'ed',
      objectId: 'analytics',
      before: { isArchived: false },
      after: { isArchived: true },
    });
    await expect(saveComponent(ed(), { ...texts, archived: true, basis })).rejects.toMatchObject({ code: 'conflict' });
    await archive(false);
    expect((await order())[1]).toEqual(['analytics', false]);
  });

  test('is rejected while the component has an open incident, and without permission', async () => {
    const affected = [{ component: 'analytics', status: 'degraded_performance' as const }];
    const { incident } = await openIncident(ed(), {
      title: 'Analytics is late',
      body: 'Reports are late. We are working on it.',
      affected,
    });
    const refusal = await archive(true).catch((error: Error) => error.message);
    expect(refusal).toBe(
      'component analytics: must not be archived while an open incident affects it. Resolve the incident first.',
    );
    await resolveIncident(ed(), { incident, body: 'Reports are on time again.' });
    const { basis } = await describedComponent(ed(), 'analytics');
    for (const person of [CORY, VERA])
      await expect(saveComponent(as(world.ctx, person), { ...texts, archived: true, basis })).rejects.toMatchObject({
        code: 'forbidden',
      });
    await archive(true);
    await archive(false);
  });
});
