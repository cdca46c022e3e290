import { describe, expect, test } from 'vitest';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { previewUpdate } from '#server/incidents/console/preview-update';
import { staffIncident } from '#server/incidents/console/staff-incident';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { addNote } from '#server/incidents/verbs/add-note';
import { approveDraft } from '#server/incidents/verbs/approve-draft';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { FAULTS } from '#server/markdown/text-limits';
import { testWorld } from '#server/test/database';
import { KNOWN } from '#server/test/hostile-texts';
import { anIncident, everything } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { as, CORY, ED } from '#server/test/people';
import { renderStored } from './render-stored.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const TICK = 10_000;
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
const iso = (t: number) => new Date(t).toISOString();
const TABLE = KNOWN['a table of 2,000 columns and 2,500 lines'] as string;
const updatesOf = (publicId: string) =>
  db().incidentUpdate.findMany({
    where: { incident: { publicId } },
    include: { versions: true },
    orderBy: { id: 'asc' },
  });
/** Returns a context in which rendering fails the test. */
const unrendering = () => ({
  ...world.ctx,
  texts: { render: () => Promise.reject(new Error('rendered while it was read')), close: async () => undefined },
});

describe('a text', () => {
  test('is stored as HTML and plain text with each version, and read from there', async () => {
    const { incident, update } = await anIncident(world, { body: '**One**' });
    await editUpdate(cory(), { incident, update, version: 1, body: '1. *two*' });
    const [row] = await updatesOf(incident);
    expect(row).toMatchObject({ body: '1. *two*', html: '<ol>\n<li><em>two</em></li>\n</ol>', text: '1. two' });
    expect(row?.versions.map(({ version, html, text }) => [version, html, text])).toEqual([
      [1, '<p><strong>One</strong></p>', 'One'],
      [2, '<ol>\n<li><em>two</em></li>\n</ol>', '1. two'],
    ]);
    await addNote(cory(), { incident, body: '*note*' });
    await saveDraft(cory(), { incident, version: 0, content: { body: '*draft*' } });
    expect((await publicIncident(unrendering(), incident)).updates).toMatchObject([{ text: '1. two' }]);
    expect(await staffIncident({ ...cory(), ...unrendering() }, incident)).toMatchObject({
      updates: [{ html: '<ol>\n<li><em>two</em></li>\n</ol>' }],
      notes: [{ html: '<p><em>note</em></p>' }],
      draft: { html: '<p><em>draft</em></p>' },
    });
  });

  test('of every verb is stored as it is shown', async () => {
    const { incident, update } = await anIncident(world);
    const { incident: other } = await anIncident(world, { title: 'A *title*' });
    await postUpdate(cory(), { incident, body: 'Next {{next_update}}.', nextUpdateMinutes: 30 });
    await retractUpdate(cory(), { incident, update, reason: 'wrong' });
    await resolveIncident(cory(), { incident: other, body: '*Over.*' });
    await mergeIncident(cory(), { incident: other, into: incident, reason: 'the same' });
    await withdrawIncident(cory(), { incident, reason: 'a *drill*' });
    const first = { occurredAt: iso(T0 - MINUTE), body: '*past*' };
    const { incident: past } = await backfillIncident(as(world.ctx, ED), {
      title: 'Past',
      startedAt: iso(T0 - MINUTE),
      updates: [{ ...first, state: 'resolved' }],
    });
    const texts = async (id: string) => (await updatesOf(id)).map(({ html }) => html);
    expect(await texts(incident)).toEqual([
      '<p>Part of <strong>serving</strong> answers slowly since 12:00 UTC.</p>',
      '<p>Next 12:30 UTC.</p>',
      '<p>This incident was withdrawn as a false alarm: a <em>drill</em></p>',
    ]);
    expect((await texts(other)).slice(1)).toEqual([
      '<p><em>Over.</em></p>',
      '<p>This incident was merged into another one: Slow answers. Further updates will appear there.</p>',
    ]);
    expect(await texts(past)).toEqual(['<p><em>past</em></p>']);
  });
});

describe('a text that cannot be rendered', () => {
  const REFUSED = { code: 'invalid_input', message: `body: ${FAULTS.lines}.` };

  test('is refused by every verb and the preview with the limit, and nothing is stored', async () => {
    const { incident, update } = await anIncident(world);
    const before = await everything(world);
    const ways: (() => Promise<unknown>)[] = [
      () => openIncident(cory(), { title: 't', body: TABLE }),
      () => postUpdate(cory(), { incident, body: TABLE }),
      () => resolveIncident(cory(), { incident, body: TABLE }),
      () => editUpdate(cory(), { incident, update, version: 1, body: TABLE }),
      () => addNote(cory(), { incident, body: TABLE }),
      () => acknowledgeIncident(cory(), { incident, body: TABLE }),
      () => saveDraft(cory(), { incident, version: 0, content: { body: TABLE } }),
      () => previewUpdate(cory(), { incident, body: TABLE }),
    ];
    for (const way of ways) await expect(way()).rejects.toMatchObject(REFUSED);
    const updates = [{ state: 'resolved' as const, occurredAt: iso(T0), body: TABLE }];
    await expect(
      backfillIncident(as(world.ctx, ED), { title: 't', startedAt: iso(T0), updates }),
    ).rejects.toMatchObject({
      message: `updates.0.body: ${FAULTS.lines}.`,
    });
    await expect(withdrawIncident(cory(), { incident, reason: `x\n${'>'.repeat(50)}` })).rejects.toMatchObject({
      message: `reason: ${FAULTS.nesting}.`,
    });
    expect(await everything(world)).toEqual(before);
  });

  test('and was stored by an earlier version is shown as plain text, also before it is rendered', async () => {
    const { incident } = await anIncident(world, { body: '*text*' });
    await addNote(cory(), { incident, body: '*note*' });
    const [row] = await updatesOf(incident);
    await world.ctx.web.query('UPDATE incident_update SET html = NULL, text = NULL, body = $2 WHERE id = $1', [
      row?.id,
      `<b> ${TABLE}`,
    ]);
    await world.ctx.web.query('UPDATE incident_note SET html = NULL');
    await saveDraft(cory(), { incident, version: 0, content: { body: '*draft*' } });
    await world.ctx.web.query('UPDATE incident_draft SET html = NULL WHERE content->>$1 = $2', ['body', '*draft*']);
    const shown = async () => (await publicIncident(world.ctx, incident)).updates[0];
    const asWritten = { html: `<p>&#60;b&#62; ${TABLE}</p>`, text: `<b> ${TABLE}` };
    expect(await shown()).toMatchObject(asWritten);
    expect((await staffIncident(cory(), incident)).notes[0]?.html).toBe('<p>*note*</p>');
    expect(await renderStored(world.ctx)).toBeGreaterThan(0);
    expect(await renderStored(world.ctx)).toBe(0);
    expect(await shown()).toMatchObject(asWritten);
    expect(await staffIncident(cory(), incident)).toMatchObject({
      notes: [{ html: '<p><em>note</em></p>' }],
      draft: { html: '<p><em>draft</em></p>' },
    });
  });

  test('of a withdrawn or merged incident can be retracted', async () => {
    const { incident, update } = await anIncident(world);
    const { incident: other, update: theirs } = await anIncident(world);
    const { incident: third } = await anIncident(world);
    await mergeIncident(cory(), { incident: other, into: third, reason: 'the same' });
    await withdrawIncident(cory(), { incident, reason: 'a drill' });
    await expect(editUpdate(cory(), { incident, update, version: 1, body: 'b' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await retractUpdate(cory(), { incident, update, reason: 'hostile' });
    await retractUpdate(cory(), { incident: other, update: theirs, reason: 'hostile' });
    for (const [id, one] of [[incident, update] as const, [other, theirs] as const])
      expect((await publicIncident(world.ctx, id)).updates.find(({ publicId }) => publicId === one)).toMatchObject({
        html: '',
        text: '',
        retractedReason: 'hostile',
      });
    expect(await db().auditRow.count({ where: { action: 'incident:retract' } })).toBeGreaterThanOrEqual(2);
  });
});

test('a draft is published as it was rendered for approval', async () => {
  const { incident } = await anIncident(world);
  await saveDraft(cory(), {
    incident,
    version: 0,
    content: { body: 'By {{next_update}}.', nextMinutes: 30 },
    ready: true,
  });
  await approveDraft(as(world.ctx, ED), { incident, version: 1 });
  expect((await updatesOf(incident)).at(-1)).toMatchObject({ html: '<p>By 12:30 UTC.</p>', text: 'By 12:30 UTC.' });
});

test('an automatic text is stored too, as escaped text if it cannot be rendered', async () => {
  const fleet = await startFleet(world);
  await fleet.run(T0 + MINUTE);
  const takesAWhile = () => world.clock.set(world.clock.now() + 5); // rendering takes time
  const broken = {
    render: async () => Promise.reject(new Error(`no thread ${takesAWhile()}`)),
    close: async () => undefined,
  };
  for (let at = T0 + MINUTE + TICK; at <= T0 + 3 * MINUTE; at += TICK) {
    world.clock.set(at + 1);
    await fleet.observe(at, () => 'major');
    await fleet.evaluate((ctx) => {
      const withBroken = { ...ctx, texts: broken };
      return runAutomation(withBroken);
    });
  }
  await fleet.run(T0 + 10 * MINUTE);
  await fleet.stop();
  const rows = await db().incidentUpdate.findMany({ where: { authorKind: 'system' }, orderBy: { id: 'asc' } });
  expect(rows.length).toBeGreaterThan(1);
  for (const { body, html, text } of rows) expect([html, text]).toEqual([`<p>${body}</p>`, body]);
  const { publicId: incident } = await db().incident.findFirstOrThrow({ where: { origin: 'automatic' } });
  await acknowledgeIncident(cory(), { incident });
  expect((await updatesOf(incident)).at(-1)?.html).toMatch(/^<p>Our team is investigating/);
});
