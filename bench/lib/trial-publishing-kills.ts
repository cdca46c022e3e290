import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createLog } from '#server/log';
import { type Bytes, type Entry, pack } from '#server/published/entry';
import { openLibrary } from '#server/published/library';
import { requestEntry } from '#server/published/sql/entries';
import type { Chance } from '#server/seeded-chance';
import { anIncident } from '#server/test/incidents';
import { folder } from './place.ts';
import type { ProcessGroup } from './process-group.ts';
import type { Finding, TrialWorld } from './trial-world.ts';

const INCIDENTS = 30;
const CHANGE_EVERY_MS = 50;
const KILL_MS_MAX = 3_000;
const CHANGE_ALL = 'UPDATE brand SET revision = revision + 1';

type Found = { whole: number; notWhole: number; unfinished: number; different: number; unanswered: number };

/** Changes what every page shows, again and again, so that all of them are published all the time. */
function keepChanging({ ctx }: TrialWorld): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = (async () => {
    while (!signal.aborted) {
      await ctx.staff.query(CHANGE_ALL);
      await wait(CHANGE_EVERY_MS, undefined, { signal }).catch(() => undefined); // stopped: the loop ends
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return loop;
    },
  };
}

/** Returns whether all encodings contain the same bytes. */
function agree({ identity, gzip, br }: Bytes): boolean {
  const isEqual = (packed: Buffer, unpacked: (bytes: Buffer) => Buffer) =>
    packed.length === 0 || unpacked(packed).equals(identity);
  return isEqual(gzip, gunzipSync) && isEqual(br, brotliDecompressSync);
}

function isWhole({ normal, stale }: Entry): boolean {
  try {
    return agree(normal) && (stale === null || agree(stale));
  } catch {
    return false; // it cannot be decompressed
  }
}

type Stored = { key: string; version: string; normal: Buffer; stale: Buffer | null };

/** Reads a copy of the folder as a starting process does, and compares its entries with the database where that has the same version. */
async function look({ ctx }: TrialWorld, published: string): Promise<Omit<Found, 'unanswered'>> {
  const names = await readdir(published);
  const unfinished = names.filter((name) => name.endsWith('.part')).length;
  const copy = path.join(await folder(), 'published');
  await cp(published, copy, { recursive: true });
  const library = await openLibrary(copy, { log: createLog('silent'), clock: ctx.clock });
  const found = {
    whole: 0,
    notWhole: names.length - unfinished - (await readdir(copy)).length,
    unfinished,
    different: 0,
  };
  const { rows } = await ctx.staff.query<Stored>('SELECT key, version, normal, stale FROM published_entry');
  for (const { key, version, normal, stale } of rows) {
    const entry = await library.find(key);
    if (!entry) continue;
    if (isWhole(entry)) found.whole += 1;
    else found.notWhole += 1;
    const isSame = pack(entry.normal).equals(normal) && (!entry.stale || !stale || pack(entry.stale).equals(stale));
    if (entry.version === Number(version) && !isSame) found.different += 1;
  }
  return found;
}

/** Kills the only web process at random moments while it publishes everything, and looks at what it left on its disk. */
export async function trialPublishingKills(
  world: TrialWorld,
  { webs: [web], url }: ProcessGroup,
  kills: number,
  chance: Chance,
): Promise<Finding[]> {
  if (!web) throw new Error('there is no web process');
  for (let i = 0; i < INCIDENTS; i++) {
    const { incident } = await anIncident(world, { separate: true });
    await requestEntry(world.ctx.web, `/incidents/${incident}`);
  }
  const sum: Found = { whole: 0, notWhole: 0, unfinished: 0, different: 0, unanswered: 0 };
  const changes = keepChanging(world);
  for (let i = 0; i < kills; i++) {
    await web.ready();
    if ((await fetch(url)).status !== 200) sum.unanswered += 1;
    await wait(chance.below(KILL_MS_MAX));
    await web.kill();
    const found = await look(world, path.join(web.dataDir, 'published'));
    for (const name of ['whole', 'notWhole', 'unfinished', 'different'] as const) sum[name] += found[name];
  }
  await changes.stop();
  return findingsOf(sum, kills);
}

function findingsOf({ whole, notWhole, unfinished, different, unanswered }: Found, kills: number): Finding[] {
  const none = (what: string, count: number): Finding => ({
    what,
    figure: String(count),
    budget: '0',
    holds: count === 0,
  });
  return [
    {
      what: `Entries on disk after ${kills} kills that are whole, and files of writes that the kill ended`,
      figure: `${whole} and ${unfinished}`,
      budget: '> 0',
      holds: whole > 0,
    },
    none('Entries that are not whole', notWhole),
    none('Entries that differ from the same version in the database', different),
    none('Starts after which the home page was not served', unanswered),
  ];
}
