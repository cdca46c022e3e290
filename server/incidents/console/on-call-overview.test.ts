import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { listTemplates } from '#server/incidents/reads/list-templates';
import { publicIncident, publicIncidents } from '#server/incidents/reads/public-incidents';
import { addNote } from '#server/incidents/verbs/add-note';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { saveDraft } from '#server/incidents/verbs/save-draft';
import { saveTemplate } from '#server/incidents/verbs/save-template';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { as, CORY, ED, VERA } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { composeUpdate } from './compose-update.ts';
import { listIncidents } from './list-incidents.ts';
import { onCallOverview } from './on-call-overview.ts';
import { staffIncident } from './staff-incident.ts';
import { templateTexts } from './template-texts.ts';

const world = testWorld();
const cory = () => as(world.ctx, CORY);
const vera = () => as(world.ctx, VERA);
const nobody = () => as(world.ctx, { kind: 'token', id: 1, scopes: ['incidents:write'] });

describe('the views of staff', () => {
  let incident = '';
  beforeAll(async () => {
    ({ incident } = await anIncident(world, { affected: [{ component: 'serving', status: 'degraded_performance' }] }));
    await addNote(cory(), { incident, body: 'secret note' });
    await saveDraft(cory(), { incident, version: 0, content: { body: 'secret draft' } });
    await postUpdate(cory(), { incident, body: 'secret word', audience: ['internal'] });
  });

  test('show everything of an incident, while public shapes contain nothing internal', async () => {
    const own = await staffIncident(vera(), incident);
    expect(own).toMatchObject({
      notes: [{ html: '<p>secret note</p>', author: { kind: 'staff' } }],
      draft: { content: { body: 'secret draft' } },
      components: [{ slug: 'serving' }],
    });
    expect(own.updates.map(({ body }) => body)).toContain('secret word');
    const shown = await publicIncident(world.ctx, incident);
    expect(
      JSON.stringify([shown, incidentV1(shown, '', 0), await publicIncidents(world.ctx, { kind: 'open' })]),
    ).not.toMatch(/secret|cory/);
    expect(Object.keys(shown).sort()).toEqual(
      'components createdAt detectedAt episodes impact isBackfilled mergedInto mergedIntoTitle monitoringAt nextUpdateBy postmortemId postmortemPromisedOn postmortemText publicAt publicId related resolvedAt startedAt state title updatedAt updates whatYouCanDo withdrawnAt'.split(
        ' ',
      ),
    );
    expect(Object.keys(shown.updates[0] ?? {}).sort()).toEqual(
      'affected body editedAt html isAutomatic nextUpdateBy notifies occurredAt promise publicId publishedAt retractedAt retractedReason state text whatYouCanDo'.split(
        ' ',
      ),
    );
  });

  test('find incidents by text, component and state', async () => {
    await anIncident(world, { title: 'Hundred % of reports_late' });
    const titles = async (query: unknown) => (await listIncidents(vera(), query)).incidents.map(({ title }) => title);
    expect(await titles({ q: 'secret WORD' })).toEqual(['Slow answers']);
    expect(await titles({ q: 'secret NOTE' })).toEqual(['Slow answers']);
    expect(await titles({ q: '%' })).toEqual(['Hundred % of reports_late']);
    expect(await titles({ component: 'serving', state: 'open' })).toEqual(['Slow answers']);
    expect(await titles({ state: 'resolved' })).toEqual([]);
    expect(await listIncidents(vera(), {})).toMatchObject({ hasMore: false, filter: { page: 1 } });
    await expect(listIncidents(vera(), { sort: 'id' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('are forbidden without permission to read incidents', async () => {
    for (const query of [
      () => staffIncident(nobody(), incident),
      () => listIncidents(nobody(), {}),
      () => onCallOverview(nobody()),
      () => listTemplates(nobody()),
    ])
      await expect(query()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      composeUpdate(vera(), { intent: 'preview', incident, state: 'identified', body: 'x' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(
      await composeUpdate(cory(), { intent: 'preview', incident, state: 'identified', body: '**x** <b>' }),
    ).toMatchObject({
      html: '<p><strong>x</strong> &#x3C;b></p>',
      mail: { subject: '[Service status] Slow answers', text: expect.stringContaining('x <b>') },
    });
  });

  test('list templates in the order of states, then by name', async () => {
    for (const name of ['b', 'a'])
      await saveTemplate(as(world.ctx, ED), { name, body: '{{components}}: since {{since}}', version: 0 });
    expect((await listTemplates(vera())).map(({ name }) => name)).toEqual([
      'Investigating',
      'Identified',
      'Monitoring',
      'Resolved',
      'a',
      'b',
    ]);
  });

  test('give the composer the text of a filled template, of the draft, or none', async () => {
    await saveTemplate(as(world.ctx, ED), {
      name: 'first',
      body: '{{components}} {{title}} since {{since}}, {{duration}}; next {{next_update}}',
      state: 'identified',
      version: 0,
    });
    const about = await staffIncident(vera(), incident);
    const { texts } = await templateTexts(vera(), about, { template: 'first' });
    expect(texts).toMatchObject({ state: 'identified', nextMinutes: 30 });
    expect(texts.body).toMatch(
      /^Serving Slow answers since \d\d:\d\d UTC, (under )?\d+\u00a0\w+; next \{\{next_update\}\}$/,
    );
    expect((await templateTexts(vera(), about, { isDraft: true })).texts.body).toBe('secret draft');
    expect((await templateTexts(vera(), about, { template: 'none' })).texts).toMatchObject({ body: '' });
  });

  describe('the composer', () => {
    const form = (fields: Record<string, string>) =>
      composeUpdate(cory(), { incident, state: 'identified', notify: 'on', ...fields });
    const updates = async () => (await staffIncident(vera(), incident)).updates;

    test('publishes once for repeated forms, with one time of the next update in text and data', async () => {
      const fields = {
        body: 'We know why. The next update comes by {{next_update}}.',
        next: '15',
        idempotencyKey: 'once',
      };
      const first = await form(fields);
      world.clock.set(world.clock.now() + 90_000);
      expect(await form(fields)).toEqual(first);
      const [update] = await updates();
      expect(update?.nextUpdateBy).toBe(world.clock.now() - 90_000 + 15 * 60_000);
      const time = new Date(update?.nextUpdateBy ?? 0).toISOString().slice(11, 16);
      expect(update?.body).toBe(`We know why. The next update comes by ${time} UTC.`);
      await expect(form({ body: 'Next: {{next_update}}' })).rejects.toMatchObject({ code: 'invalid_input' });
    });

    test('saves and restores all fields of a draft, and deletes it after publication', async () => {
      const { draft: before } = await staffIncident(vera(), incident);
      const fields = {
        body: 'For us',
        internal: 'on',
        next: '120',
        reason: 'because',
        occurredAt: '2022-03-30T12:00:00Z',
        'status:serving': 'partial_outage',
      };
      await form({ ...fields, intent: 'draft', draftVersion: String(before?.version ?? 0) });
      const found = await staffIncident(vera(), incident);
      const { texts } = await templateTexts(vera(), found, { isDraft: true });
      expect(texts).toMatchObject({
        body: 'For us',
        isInternal: true,
        nextMinutes: 120,
        reason: 'because',
        occurredAt: '2022-03-30T12:00:00Z',
        stated: { serving: 'partial_outage' },
      });
      await expect(form({ ...fields, intent: 'draft', draftVersion: '0' })).rejects.toMatchObject({
        code: 'conflict',
        more: { theirs: { body: 'For us' } },
      });
      await form({ body: 'Said now', draftVersion: String(found.draft?.version) });
      expect((await staffIncident(vera(), incident)).draft).toBeNull();
    });

    test('changes the title only if it was edited, and undoes no change by someone else', async () => {
      await form({ body: 'A', title: 'Slow reports', titleBefore: 'Slow answers' });
      expect(await staffIncident(vera(), incident)).toMatchObject({ title: 'Slow reports' });
      await form({ body: 'B', title: 'Slow answers', titleBefore: 'Slow answers' });
      expect(await staffIncident(vera(), incident)).toMatchObject({ title: 'Slow reports' });
      await form({ body: 'C', title: 'Slow answers', titleBefore: 'Slow reports' });
    });

    test('previews what would be published, and refuses what publication refuses', async () => {
      const shown = await form({ intent: 'preview', body: 'Next: {{next_update}}', next: '30' });
      expect(shown).toMatchObject({ html: expect.stringMatching(/^<p>Next: \d\d:\d\d UTC<\/p>$/) });
      await expect(form({ intent: 'preview', body: 'Next: {{next_update}}' })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    });

    test('previews how many people and webhooks will be notified', async () => {
      const recipients = async (fields: Record<string, string>) => {
        const shown = await form({ intent: 'preview', body: 'b', ...fields });
        return shown.kind === 'preview' && shown.recipients;
      };
      expect(await recipients({ notify: 'on' })).toEqual({ people: 0, webhooks: 0 });
      await plantSubscriber(world);
      await plantSubscriber(world, { components: ['analytics'] });
      await plantSubscriber(world, { channel: 'webhook', minimumImpact: 3 });
      const before = await recipients({ notify: 'on' });
      const wider = { 'status:analytics': 'major_outage', notify: 'on' };
      expect([before, await recipients(wider)]).toEqual([
        { people: 1, webhooks: 0 },
        { people: 2, webhooks: 1 },
      ]);
      const quiet = await composeUpdate(cory(), { intent: 'preview', incident, state: 'identified', body: 'b' });
      expect(quiet).toMatchObject({ recipients: { people: 0, webhooks: 0 } });
      expect(await recipients({ internal: 'on' })).toBe(null);
    });

    test('previews the webhook as it is sent after publication', async () => {
      const asPublished = async (fields: Record<string, string>) => {
        const shown = await form({ intent: 'preview', ...fields });
        const published = await form(fields);
        const made = published.kind === 'published' ? published.update : '';
        world.clock.set(world.clock.now() + 10_000);
        await fanOut(world.ctx);
        const sent = await world.ctx.prisma.event.findFirstOrThrow({ where: { update: { publicId: made } } });
        const previewed = JSON.stringify(shown.kind === 'preview' && shown.webhook)
          .replace('············', sent.publicId)
          .replace('············', made);
        expect(JSON.parse(previewed)).toEqual(JSON.parse(sent.body ?? ''));
        return JSON.parse(previewed).type;
      };
      const fields = {
        body: '**Both** of them.',
        next: '30',
        title: 'Both',
        titleBefore: 'Slow reports',
        'status:analytics': 'partial_outage',
      };
      expect(await asPublished(fields)).toBe('incident.updated');
      expect(await asPublished({ body: 'Over.', state: 'resolved', reason: 'seen' })).toBe('incident.resolved');
      expect(await asPublished({ body: 'Looked back.', state: 'postmortem' })).toBe('incident.postmortem_published');
      await form({ body: 'It is not.', title: 'Slow answers', titleBefore: 'Both' });
    });

    test('previews the first public update of an internal incident, and no message for an internal update', async () => {
      const { incident: hidden } = await anIncident(world, {
        title: 'Hidden yet',
        body: 'secret',
        audience: ['internal'],
      });
      const shown = await form({ intent: 'preview', incident: hidden, body: 'Now you know.' });
      expect(shown).toMatchObject({
        webhook: {
          type: 'incident.created',
          timestamp: new Date(world.clock.now()).toISOString(),
          data: { event: { kind: 'opened' }, incident: { id: hidden } },
        },
      });
      expect(JSON.stringify(shown)).not.toContain('secret');
      expect(await form({ intent: 'preview', incident: hidden, body: 'For us.', internal: 'on' })).toMatchObject({
        mail: null,
        webhook: null,
      });
      await expect(publicIncident(world.ctx, hidden)).rejects.toMatchObject({ code: 'not_found' });
      await withdrawIncident(cory(), { incident: hidden, reason: 'a drill' });
    });

    test('announces no further update after the end', async () => {
      await form({ body: 'It is over.', state: 'resolved', next: '30', reason: 'seen' });
      expect((await updates())[0]).toMatchObject({ state: 'resolved', nextUpdateBy: null });
      await form({ body: 'It is not.', state: 'identified', next: '30', 'status:serving': 'degraded_performance' });
    });
  });

  describe('with monitoring', () => {
    let fleet: Awaited<ReturnType<typeof startFleet>>;
    beforeAll(async () => {
      fleet = await startFleet(world);
      await fleet.run(world.clock.now() + 120_000);
    });
    afterAll(() => fleet.stop());

    test('shows contradictions in both directions', async () => {
      const contradictions = async () => (await onCallOverview(vera())).contradictions;
      expect(await contradictions()).toMatchObject([
        { slug: 'serving', stated: 'degraded_performance', status: 'operational', kind: 'overstated' },
      ]);
      await fleet.run(world.clock.now() + 60_000, { serving: 'major' });
      expect(await contradictions()).toMatchObject([{ status: 'major_outage', kind: 'understated' }]);
    });
  });
});
