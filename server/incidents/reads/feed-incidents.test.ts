import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { addNote } from '#server/incidents/verbs/add-note';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { atomFeed } from '#server/site/formats/atom';
import { rssFeed } from '#server/site/formats/rss';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, ED } from '#server/test/people';
import { feedIncidents } from './feed-incidents.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const world = testWorld();
const ed = () => as(world.ctx, ED);
const iso = (t: number) => new Date(t).toISOString();
const later = (ms: number) => world.clock.set(world.clock.now() + ms);

/** Backfills an incident of some minutes ago; each call is a minute after the one before. */
async function aPastOne(title = 'Slow answers'): Promise<string> {
  later(MINUTE);
  const now = world.clock.now();
  const updates = [
    { state: 'investigating' as const, body: 'Slow.', occurredAt: iso(now - 3 * MINUTE) },
    { state: 'resolved' as const, body: 'Fixed.', occurredAt: iso(now - 2 * MINUTE) },
  ];
  return (await backfillIncident(ed(), { title, startedAt: iso(now - 3 * MINUTE), updates })).incident;
}

const listed = async () => (await feedIncidents(world.ctx)).incidents.map(({ publicId }) => publicId);
async function bytes(): Promise<string> {
  const feed = await feedIncidents(world.ctx);
  return (
    atomFeed(feed, pageV2(world.ctx, DEFAULT_BRAND), DEFAULT_BRAND.title) +
    rssFeed(feed, pageV2(world.ctx, DEFAULT_BRAND), DEFAULT_BRAND.title)
  );
}

beforeEach(async () => {
  await world.ctx.web.query('ALTER TABLE incident_update_version DISABLE TRIGGER USER; TRUNCATE incident CASCADE');
});

describe('feeds', () => {
  test('list an incident that has been open for 70 days besides 50 later ones, and first after an update', async () => {
    const { incident } = await anIncident(world);
    later(70 * DAY);
    const others: string[] = [];
    for (let n = 0; n < 50; n++) others.unshift(await aPastOne());
    expect(await listed()).toEqual([...others, incident]);
    later(MINUTE);
    await postUpdate(ed(), { incident, body: 'A fix is being tested.', state: 'identified' });
    expect(await listed()).toEqual([incident, ...others.slice(0, 49)]);
    later(MINUTE);
    await postUpdate(ed(), { incident, body: 'Over.', state: 'resolved' });
    others.unshift(await aPastOne());
    expect(await listed()).toEqual([others[0], incident, ...others.slice(1, 49)]);
  });

  test('move a closed incident to the front when one of its updates is edited or retracted, or it is withdrawn', async () => {
    const [a, b, c] = [await aPastOne('a'), await aPastOne('b'), await aPastOne('c')];
    expect(await listed()).toEqual([c, b, a]);
    const { publicId: update } = await world.ctx.prisma.incidentUpdate.findFirstOrThrow({
      where: { incident: { publicId: a } },
      orderBy: { id: 'asc' },
    });
    later(MINUTE);
    await editUpdate(ed(), { incident: a, update, body: 'Very slow.', version: 1 });
    expect(await listed()).toEqual([a, c, b]);
    later(MINUTE);
    await withdrawIncident(ed(), { incident: b, reason: 'A drill.' });
    expect(await listed()).toEqual([b, a, c]);
    later(MINUTE);
    await retractUpdate(ed(), { incident: a, update, reason: 'Wrong region.' });
    expect(await listed()).toEqual([a, b, c]);
  });

  // Feeds without stable dates appear unread after each request (brief-rss/brief#178), and are downloaded in full each time (Athou/commafeed#1037).
  test('stay byte-identical until a public change, despite notes, internal updates and time passing', async () => {
    const { incident } = await anIncident(world);
    const before = await bytes();
    later(DAY);
    await addNote(ed(), { incident, body: 'A secret comet.' });
    await postUpdate(ed(), { incident, body: 'A secret star.', audience: ['internal'] });
    await anIncident(world, { title: 'A secret planet', audience: ['internal'], separate: true });
    expect(await bytes()).toBe(before);
    await postUpdate(ed(), { incident, body: 'The sun.' });
    expect(await bytes()).not.toBe(before);
  });

  test('keep the order of incidents that changed in the same instant', async () => {
    const ids = [
      (await anIncident(world)).incident,
      (await anIncident(world)).incident,
      (await anIncident(world)).incident,
    ];
    expect(await listed()).toEqual(ids.toReversed());
    expect(await listed()).toEqual(ids.toReversed());
  });

  test('contain at most the 100 last changed open incidents besides the latest 50', async () => {
    const { incident: oldest } = await anIncident(world);
    await world.ctx.web.query(
      `INSERT INTO incident (public_id, title, origin, state, moved_at, started_at, created_at, public_at, public_updated_at, updated_at)
       SELECT 'open' || lpad(n::text, 8, '0'), title, origin, state, moved_at, started_at, created_at, public_at + n * interval '1 s', public_at + n * interval '1 s', updated_at
       FROM incident, generate_series(1, 120) n WHERE public_id = $1`,
      [oldest],
    );
    later(DAY);
    const past: string[] = [];
    for (let n = 0; n < 50; n++) past.unshift(await aPastOne());
    const all = await listed();
    expect([all.length, all.slice(0, 50)]).toEqual([150, past]);
    expect([all[50], all.at(-1), all.includes(oldest)]).toEqual(['open00000120', 'open00000021', false]);
  });

  test('have the date of the last catalogue change if there is no incident', async () => {
    const { rows } = await world.ctx.web.query('SELECT changed_at FROM catalog_change');
    expect(await feedIncidents(world.ctx)).toEqual({ incidents: [], changedAt: rows[0].changed_at.getTime() });
  });
});
