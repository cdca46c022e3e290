import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incidentV1 } from '../presenters/incidents-v1.ts';
import { testWorld } from '../test/database.ts';
import { anIncident } from '../test/incidents.ts';
import { startFleet } from '../test/outages.ts';
import { as, CORY, ED, VERA } from '../test/people.ts';
import { addNote } from './add-note.ts';
import { contradictions } from './contradictions.ts';
import { filledTemplate } from './filled-template.ts';
import { listIncidents } from './list-incidents.ts';
import { listTemplates } from './list-templates.ts';
import { postUpdate } from './post-update.ts';
import { publicIncident, publicIncidents } from './public-incidents.ts';
import { saveDraft } from './save-draft.ts';
import { saveTemplate } from './save-template.ts';
import { previewText, staffIncident } from './staff-incident.ts';

const world = testWorld();
const cory = () => as(world.ctx, CORY);
const vera = () => as(world.ctx, VERA);
const nobody = () => as(world.ctx, { kind: 'token', id: 1, scopes: ['incidents:write'] });

describe('what staff may read', () => {
  let incident = '';
  beforeAll(async () => {
    ({ incident } = await anIncident(world, { affected: [{ component: 'serving', status: 'degraded_performance' }] }));
    await addNote(cory(), { incident, body: 'secret note' });
    await saveDraft(cory(), { incident, version: 0, content: { body: 'secret draft' } });
    await postUpdate(cory(), { incident, body: 'secret word', audience: ['internal'] });
  });

  test('is everything of an incident, and of that nothing internal reaches a public shape', async () => {
    const own = await staffIncident(vera(), incident);
    expect(own).toMatchObject({
      isOpen: true,
      notes: [{ body: 'secret note', authorId: 'cory' }],
      draft: { content: { body: 'secret draft' } },
      components: [{ slug: 'serving' }],
    });
    expect(own.updates.map(({ body }) => body)).toContain('secret word');
    const shown = await publicIncident(world.ctx, incident);
    expect(JSON.stringify([shown, incidentV1(shown, '', 0), await publicIncidents(world.ctx, { kind: 'open' })])).not.toMatch(/secret|cory/);
    expect(Object.keys(shown).sort()).toEqual(
      'components createdAt detectedAt episodes impact isBackfilled mergedInto monitoringAt nextUpdateBy publicAt publicId resolvedAt startedAt state title updatedAt updates withdrawnAt'.split(
        ' ',
      ),
    );
    expect(Object.keys(shown.updates[0] ?? {}).sort()).toEqual(
      'affected body editedAt html isAutomatic nextUpdateBy notifies occurredAt promise publicId publishedAt retractedAt retractedReason state text'.split(' '),
    );
  });

  test('is found by words, component and state', async () => {
    await anIncident(world, { title: 'Hundred % of reports_late' });
    const titles = async (query: Parameters<typeof listIncidents>[1]) => (await listIncidents(vera(), query)).incidents.map(({ title }) => title);
    expect(await titles({ search: 'secret WORD' })).toEqual(['Slow answers']);
    expect(await titles({ search: '%' })).toEqual(['Hundred % of reports_late']);
    expect(await titles({ component: 'serving', open: true })).toEqual(['Slow answers']);
    expect(await titles({ open: false })).toEqual([]);
    expect(await listIncidents(vera(), { perPage: 1 })).toMatchObject({ hasMore: true, page: 1 });
    await expect(listIncidents(vera(), { sort: 'id' } as never)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('is not for whoever may not read incidents', async () => {
    for (const query of [() => staffIncident(nobody(), incident), () => listIncidents(nobody()), () => contradictions(nobody()), () => listTemplates(nobody())])
      await expect(query()).rejects.toMatchObject({ code: 'forbidden' });
    expect(() => previewText(nobody(), 'x')).toThrow();
    expect(previewText(vera(), '**x**').html).toBe('<p><strong>x</strong></p>');
  });

  test('templates are listed by name', async () => {
    for (const name of ['b', 'a']) await saveTemplate(as(world.ctx, ED), { name, body: '{{components}}: since {{since}}', version: 0 });
    expect((await listTemplates(vera())).map(({ name, version }) => [name, version])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('a template is filled in with what is known; what is not known stays to be seen', async () => {
    await saveTemplate(as(world.ctx, ED), {
      name: 'first',
      body: '{{components}} {{title}} since {{since}}, {{duration}}; next {{next_update}}',
      state: 'identified',
      version: 0,
    });
    const filled = (more = {}) => filledTemplate(vera(), { template: 'first', incident, ...more });
    expect(await filled()).toEqual({ body: 'Serving Slow answers since 12:00 UTC on 30 March 2022, 1 min; next {{next_update}}', state: 'identified' });
    expect((await filled({ nextUpdateBy: world.clock.now() })).body).toMatch(/next 12:00 UTC on 30 March 2022$/);
    await expect(filled({ template: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  });

  describe('beside probes', () => {
    let fleet: Awaited<ReturnType<typeof startFleet>>;
    beforeAll(async () => {
      fleet = await startFleet(world);
      await fleet.run(world.clock.now() + 120_000);
    });
    afterAll(() => fleet.stop());

    test('a contradiction is told, worse or better', async () => {
      expect(await contradictions(vera())).toMatchObject([
        { incident, component: 'serving', stated: 'degraded_performance', probes: 'operational', kind: 'better' },
      ]);
      await fleet.run(world.clock.now() + 60_000, { serving: 'major' });
      expect(await contradictions(vera())).toMatchObject([{ probes: 'major_outage', kind: 'worse' }]);
    });
  });
});
