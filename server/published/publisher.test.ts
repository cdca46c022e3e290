import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '#domain/time/calendar';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import type { Context } from '#server/context';
import { addNote } from '#server/incidents/verbs/add-note';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { requestEntry } from '#server/published/sql/entries';
import { takeLease } from '#server/published/sql/publisher-lease';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY } from '#server/test/people';
import { startHints } from './hints.ts';
import { holdLease } from './lease.ts';
import { startPublisher } from './publisher.ts';

/** The last of the live addresses. */
const LAST = '/badge/analytics.svg';
const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0, { web: 2, worker: 8 });
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Renders an address as its number of renderings; addresses in `absent` do not exist, and those in `broken` fail. */
function pages() {
  const count = new Map<string, number>();
  const [absent, broken] = [new Set<string>(), new Set<string>()];
  const askPage = async (address: string, isStale: boolean) => {
    if (!isStale) count.set(address, (count.get(address) ?? 0) + 1);
    const body = Buffer.from(`${isStale ? 'stale ' : ''}${count.get(address)}`);
    return {
      status: broken.has(address) ? 500 : absent.has(address) ? 404 : 200,
      type: 'text/plain',
      headers: {},
      body,
    };
  };
  return { askPage, count, absent, broken };
}

type Pages = ReturnType<typeof pages>;

function start(ctx: Context, { askPage }: Pages, holder = 'one', build = 'b') {
  const hints = startHints(ctx.worker, ctx.log);
  const publisher = startPublisher(ctx, {
    askPage,
    build,
    holder,
    isAble: () => true,
    changed: (ms) => hints.next('site_change', ms),
  });
  stops.push(hints.stop, publisher.stop);
  return publisher;
}

async function stored(key: string): Promise<string | null> {
  const { rows } = await world.ctx.web.query<{ normal: Buffer; status: number }>(
    'SELECT normal, status FROM published_entry WHERE key = $1',
    [key],
  );
  return rows[0] ? `${rows[0].status} ${rows[0].normal.subarray(4).toString('latin1').replaceAll('\0', '')}` : null;
}

/** Waits until no change, request or outdated entry is left. */
async function settled(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await world.ctx.web.query<{ left: string }>(
          `SELECT (SELECT count(*) FROM site_change) + (SELECT count(*) FROM publish_request)
            + (SELECT count(*) FROM published_entry WHERE outdated_at IS NOT NULL) + (SELECT count(*) FROM published_entry WHERE key = '/') - 1 AS left`,
        );
        return Number(rows[0]?.left);
      },
      { timeout: 30_000, interval: 20 },
    )
    .toBe(0);
}

/** Makes a change, and returns which of these addresses are then rendered again. */
async function renderedAfter(
  rendered: Pages,
  keys: readonly string[],
  change: () => Promise<unknown>,
): Promise<string[]> {
  await expect.poll(() => rendered.count.has(LAST), { timeout: 30_000 }).toBe(true);
  await settled();
  for (const key of keys) await requestEntry(world.ctx.web, key);
  await settled();
  const before = new Map(rendered.count);
  await change();
  await settled();
  return keys.filter((key) => rendered.count.get(key) !== before.get(key));
}

describe('a change is published where it is seen, and nowhere else', () => {
  const cory = () => as(world.ctx, CORY);
  const ALWAYS = ['/', '/api/v2/summary.json', '/history', '/about-these-figures'];

  test('an incident: lists, its own page and what shows the status', async () => {
    const [one, other] = [await anIncident(world), await anIncident(world)];
    const [own, others] = [`/incidents/${one.incident}`, `/incidents/${other.incident}`];
    const keys = [...ALWAYS, own, others];
    const seen = ['/', '/api/v2/summary.json', '/history', own];
    const { incident, update } = one;
    const rendered = pages();
    start(world.ctx, rendered);
    const after = (change: () => Promise<unknown>) => renderedAfter(rendered, keys, change);
    expect(await after(() => postUpdate(cory(), { incident, body: 'For readers.' }))).toEqual(seen);
    expect(await after(() => editUpdate(cory(), { incident, update, version: 1, body: 'Corrected.' }))).toEqual(seen);
    expect(await after(() => resolveIncident(cory(), { incident, body: 'Done.' }))).toEqual(seen);
    expect(await after(() => addNote(cory(), { incident, body: 'For staff.' }))).toEqual([]);
    expect(await after(() => withdrawIncident(as(world.ctx, ADA), { incident, reason: 'An error.' }))).toEqual(seen);
  });

  test('the catalogue and the brand: everything', async () => {
    const { incident } = await anIncident(world);
    const keys = [...ALWAYS, `/incidents/${incident}`];
    const text = await exportCatalog(as(world.ctx, ADA));
    const renamed = text.replace('name: Serving', 'name: Ad serving');
    const rendered = pages();
    start(world.ctx, rendered);
    expect(await renderedAfter(rendered, keys, () => applyCatalog(as(world.ctx, ADA), { text: renamed }))).toEqual(
      keys,
    );
    expect(
      await renderedAfter(rendered, keys, () =>
        world.ctx.staff.query(`UPDATE brand SET name = 'Larkfield', revision = revision + 1`),
      ),
    ).toEqual(keys);
  });

  test('a status: what shows the status; probes that change nothing: nothing', async () => {
    const fleet = await startFleet(world);
    stops.push(() => fleet.stop());
    await fleet.run(T0 + 300_000);
    const rendered = pages();
    start(world.ctx, rendered);
    const shown = ['/', '/api/v2/summary.json', '/history']; // automation opens an incident
    expect(await renderedAfter(rendered, ALWAYS, () => fleet.run(world.clock.now() + 10_000))).toEqual([]);
    expect(
      await renderedAfter(rendered, ALWAYS, () => fleet.run(world.clock.now() + 120_000, { serving: 'major' })),
    ).toEqual(shown);
  });
});

describe('the publisher', () => {
  test('publishes the live addresses at once, and again after 30 seconds', async () => {
    const rendered = pages();
    start(world.ctx, rendered);
    await settled();
    await expect.poll(() => stored('/badge/serving.svg')).not.toBeNull();
    const before = rendered.count.get('/') ?? 0;
    world.clock.set(world.clock.now() + 30_000);
    await expect.poll(() => rendered.count.get('/'), { timeout: 10_000 }).toBeGreaterThan(before);
  });

  test('publishes what readers ask for, and notes for a minute that an address has no page', async () => {
    const rendered = pages();
    rendered.absent.add('/incidents/aaaaaaaaaaaa');
    start(world.ctx, rendered);
    await settled();
    await requestEntry(world.ctx.web, '/incidents/aaaaaaaaaaaa');
    await requestEntry(world.ctx.web, '/nothing?x=1'); // a reader of another version
    await settled();
    expect(await stored('/incidents/aaaaaaaaaaaa')).toBe('404 ');
    expect(await stored('/nothing?x=1')).toBeNull();
    world.clock.set(world.clock.now() + 60_001);
    await expect.poll(() => stored('/incidents/aaaaaaaaaaaa')).toBeNull();
  });

  test('leaves a page that shows the status, but is not always published, to be renewed when it is read', async () => {
    const rendered = pages();
    start(world.ctx, rendered);
    await expect.poll(() => rendered.count.has(LAST), { timeout: 30_000 }).toBe(true);
    await settled();
    const [always, seldom] = ['/components/serving', '/components/serving?chart=31d'];
    await requestEntry(world.ctx.web, seldom);
    await settled();
    const { rows } = await world.ctx.web.query(
      'SELECT key, mode, stale IS NOT NULL AS "hasStale" FROM published_entry WHERE key = ANY ($1) ORDER BY key',
      [[always, seldom]],
    );
    expect(rows).toEqual([
      { key: always, mode: 'live', hasStale: true },
      { key: seldom, mode: 'current', hasStale: true },
    ]);
  });

  test('renders a page that fails once again at once', async () => {
    const rendered = pages();
    let failures = 1;
    const askPage: Pages['askPage'] = async (address, isStale) => {
      const page = await rendered.askPage(address, isStale);
      return address === '/developers' && failures-- > 0 ? { ...page, status: 500 } : page;
    };
    start(world.ctx, { ...rendered, askPage });
    await settled();
    await world.ctx.web.query(`DELETE FROM published_entry WHERE key = '/developers'`);
    await requestEntry(world.ctx.web, '/developers');
    await expect.poll(() => stored('/developers'), { timeout: 20_000 }).toBe('200 2');
  });

  test('keeps the last bytes of a page that fails, and publishes it once it no longer fails', async () => {
    const rendered = pages();
    start(world.ctx, rendered);
    await settled();
    await requestEntry(world.ctx.web, '/developers');
    await settled();
    const kept = await stored('/developers');
    rendered.broken.add('/developers');
    const before = rendered.count.get('/developers') ?? 0;
    await world.ctx.staff.query('UPDATE brand SET revision = revision + 1');
    await expect.poll(() => rendered.count.get('/developers') ?? 0, { timeout: 30_000 }).toBeGreaterThan(before + 1);
    expect(await stored('/developers')).toBe(kept);
    rendered.broken.clear();
    await settled();
    expect(await stored('/developers')).not.toBe(kept);
  });

  test('renders all other live pages again while one fails, and that one once it no longer does', async () => {
    const rendered = pages();
    start(world.ctx, rendered);
    await expect.poll(() => rendered.count.has(LAST), { timeout: 30_000 }).toBe(true);
    await settled();
    const [last, before] = [rendered.count.get(LAST) ?? 0, await stored('/')];
    rendered.broken.add('/');
    world.clock.set(world.clock.now() + 30_000);
    await expect.poll(() => rendered.count.get(LAST), { timeout: 30_000 }).toBe(last + 1);
    expect(await stored('/')).toBe(before);
    rendered.broken.clear();
    await expect.poll(() => stored('/'), { timeout: 30_000 }).not.toBe(before);
  });

  test('publishes a change and a request during the round of live pages before the rest of it', async () => {
    const rendered = pages();
    const order: string[] = [];
    let onRendered = async (_: string) => {};
    const askPage: Pages['askPage'] = async (address, isStale) => {
      const page = await rendered.askPage(address, isStale);
      await onRendered(address);
      order.push(address);
      return page;
    };
    start(world.ctx, { ...rendered, askPage });
    await expect.poll(() => stored(LAST), { timeout: 30_000 }).not.toBeNull();
    await settled();
    let isChanged = false;
    onRendered = async (address) => {
      if (address !== '/api/v2/status.json' || isChanged) return;
      isChanged = true;
      order.length = 0;
      await requestEntry(world.ctx.web, '/developers');
      await world.ctx.staff.query('UPDATE brand SET revision = revision + 1');
    };
    world.clock.set(world.clock.now() + 30_000);
    await expect.poll(() => order.includes(LAST), { timeout: 30_000 }).toBe(true);
    const before = order.slice(0, order.indexOf(LAST));
    expect([before.includes('/'), before.includes('/developers')]).toEqual([true, true]);
  });

  test('renders everything of another build again', async () => {
    const rendered = pages();
    const { stop } = start(world.ctx, rendered, 'one', 'old');
    await settled();
    await requestEntry(world.ctx.web, '/about-these-figures');
    await settled();
    await stop();
    const before = rendered.count.get('/about-these-figures') ?? 0;
    start(world.ctx, rendered, 'two', 'new');
    await expect.poll(() => rendered.count.get('/about-these-figures'), { timeout: 10_000 }).toBe(before + 1);
  });
});

describe('a style sheet that a page names', () => {
  const SHEET = '/_next/static/chunks/abc.css';

  /** Starts a publisher whose home page names the style sheet. */
  function startNaming(holder: string, build: string, sheets: readonly string[]) {
    const rendered = pages();
    const askPage: Pages['askPage'] = async (address, isStale) => {
      const page = await rendered.askPage(address, isStale);
      if (address !== '/') return page;
      const links = sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}"/>`);
      return { ...page, type: 'text/html', body: Buffer.from(`<html lang="en"><head>${links.join('')}</head></html>`) };
    };
    return { ...start(world.ctx, { ...rendered, askPage }, holder, build), count: rendered.count };
  }

  test('is published before the page', async () => {
    startNaming('one', 'b', [SHEET]);
    await expect.poll(() => stored(SHEET)).not.toBeNull();
    const { rows } = await world.ctx.web.query<{ key: string }>(
      'SELECT key FROM published_entry WHERE key IN ($1, $2) ORDER BY version',
      ['/', SHEET],
    );
    expect(rows.map(({ key }) => key)).toEqual([SHEET, '/']);
  });

  test('stays for 14 days after its build was last used', async () => {
    const from = world.clock.now();
    const old = startNaming('one', 'old', [SHEET]);
    await expect.poll(() => stored(SHEET)).not.toBeNull();
    await old.stop();
    const current = startNaming('two', 'new', []);
    await expect.poll(() => current.count.get('/')).toBeGreaterThan(0);
    await settled();
    const before = current.count.get('/') ?? 0;
    world.clock.set(from + 14 * DAY_MS);
    await expect.poll(() => current.count.get('/'), { timeout: 10_000 }).toBeGreaterThan(before);
    expect([await stored(SHEET), current.count.has(SHEET)]).toEqual(['200 1', false]);
    world.clock.set(from + 14 * DAY_MS + 60_000);
    await expect.poll(() => stored(SHEET), { timeout: 10_000 }).toBeNull();
  });
});

test('a flood of requests is refused before it fills the database', async () => {
  for (let i = 0; i < 200; i++) await requestEntry(world.ctx.web, `/incidents/${String(i).padStart(12, '0')}`);
  await expect(requestEntry(world.ctx.web, '/uptime')).rejects.toThrow('Too many pages are waiting');
});

describe('of several processes one publishes', () => {
  beforeEach(() => world.ctx.web.query(`UPDATE publisher SET expires_at = '-infinity'`)); // of an earlier test

  test('and another one takes over when it stops renewing its lease', async () => {
    await takeLease(world.ctx.worker, 'dead', 1_500);
    const rendered = pages();
    start(world.ctx, rendered);
    const holder = async () =>
      (await world.ctx.web.query<{ holder: string }>('SELECT holder FROM publisher')).rows[0]?.holder;
    expect(await holder()).toBe('dead');
    await expect.poll(holder, { timeout: 30_000 }).toBe('one');
    await expect.poll(() => rendered.count.get('/'), { timeout: 30_000 }).toBe(1);
  });

  test('and one that has lost its lease without knowing stores nothing', async () => {
    const slow = pages();
    const go = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<void>();
    start(world.ctx, {
      ...slow,
      askPage: async (address, isStale) => {
        waiting.resolve();
        await go.promise;
        return slow.askPage(address, isStale);
      },
    });
    await waiting.promise;
    await world.ctx.web.query(`UPDATE publisher SET holder = 'other', epoch = epoch + 1, expires_at = 'infinity'`);
    const { rows: before } = await world.ctx.web.query('SELECT max(version) FROM published_entry');
    go.resolve();
    await expect.poll(() => slow.count.size).toBeGreaterThan(0);
    for (const stop of stops.splice(0).reverse()) await stop();
    expect((await world.ctx.web.query('SELECT max(version) FROM published_entry')).rows).toEqual(before);
  });

  test('and one that regained its lease stores nothing that it began before', async () => {
    const lease = holdLease(world.ctx, { holder: 'one', isAble: () => true, onTaken: async () => undefined });
    stops.push(lease.stop);
    await expect.poll(lease.epoch).not.toBeNull();
    const before = lease.epoch() ?? 0;
    expect(await lease.within(before, async () => 'stored')).toBe('stored');
    await world.ctx.web.query(`UPDATE publisher SET holder = 'other', epoch = epoch + 1, expires_at = '-infinity'`);
    await expect.poll(lease.epoch, { timeout: 10_000 }).toBe(before + 2);
    expect(await lease.within(before, async () => 'stored')).toBeNull();
  });

  test('and one that cannot render leaves the lease to others', async () => {
    let isAble = true;
    const lease = holdLease(world.ctx, { holder: 'one', isAble: () => isAble, onTaken: async () => undefined });
    stops.push(lease.stop);
    await expect.poll(lease.epoch).not.toBeNull();
    isAble = false;
    await expect.poll(lease.epoch, { timeout: 10_000 }).toBeNull();
    expect(await takeLease(world.ctx.worker, 'other', 1_500)).not.toBeNull();
  });
});
