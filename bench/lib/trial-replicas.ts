import { setTimeout as wait } from 'node:timers/promises';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { anIncident } from '#server/test/incidents';
import { ADA, as } from '#server/test/people';
import { visible } from './page-place.ts';
import type { ProcessGroup } from './process-group.ts';
import { quantile } from './report.ts';
import type { Finding, TrialWorld } from './trial-world.ts';

const PATHS = ['/', '/api/v2/summary.json'];
const READS = 100;
const VISIBLE_MS_MAX = 1_000;
/** Repeats of a burst of reads in which something else was published. */
const BURSTS_MAX = 20;

/** `isQuiet`: nothing was published between the reads, so that all answers must be equal. */
type Burst = { stale: number; etags: number; isQuiet: boolean };

/** Reads through the round robin. Counts the answers without the text, and the different ETags. */
async function burst({ ctx }: TrialWorld, url: string, text: string): Promise<Burst> {
  const versions = async () =>
    JSON.stringify(
      (await ctx.staff.query('SELECT version FROM published_entry WHERE key = ANY ($1) ORDER BY key', [PATHS])).rows,
    );
  const before = await versions();
  const etags = new Set<string>();
  let stale = 0;
  for (let i = 0; i < READS; i++) {
    const path = PATHS[i % PATHS.length] as string; // below its length
    const response = await fetch(url + path);
    if (!(await response.text()).includes(text)) stale += 1;
    etags.add(`${path} ${response.headers.get('etag')}`);
  }
  return { stale, etags: etags.size, isQuiet: stale === 0 && before === (await versions()) };
}

type Read = { stale: number; etags: number; reachedMs: number };

/** Makes a change, and reads when it must be visible, whether it is or not. ETags are compared in the first burst of reads in which nothing is published. */
async function readAfter(
  world: TrialWorld,
  { webs, url }: ProcessGroup,
  update: { incident: string; body: string },
): Promise<Read> {
  const urls = await Promise.all(webs.map(async ({ ready }) => (await ready()).url));
  const { body: text } = update;
  await postUpdate(as(world.ctx, ADA), update);
  const reached = Promise.all(urls.map((one) => visible(one, text)));
  await wait(VISIBLE_MS_MAX);
  const first = await burst(world, url, text);
  const reachedMs = Math.max(...(await reached));
  let quiet = first;
  for (let tries = 0; !quiet.isQuiet && tries < BURSTS_MAX; tries++) quiet = await burst(world, url, text);
  if (!quiet.isQuiet) throw new Error('pages were published during every burst of reads');
  return { stale: first.stale, etags: quiet.etags, reachedMs };
}

/** Publishes several times, and reads from all web processes after each one. */
export async function trialReplicas(world: TrialWorld, group: ProcessGroup, publishes: number): Promise<Finding[]> {
  const { incident } = await anIncident(world);
  const all: Read[] = [];
  for (let i = 0; i < publishes; i++)
    all.push(await readAfter(world, group, { incident, body: `Publication ${i + 1} of ${publishes}.` }));
  return findingsOf(all, group.webs.length);
}

function findingsOf(all: readonly Read[], webs: number): Finding[] {
  const stale = all.reduce((sum, one) => sum + one.stale, 0);
  const different = all.filter(({ etags }) => etags !== PATHS.length).length;
  const times = all.map(({ reachedMs }) => reachedMs);
  const slowest = Math.round(quantile(times, 1));
  const median = Math.round(quantile(times, 0.5));
  return [
    {
      what: `Stale of ${all.length * READS} reads, from ${VISIBLE_MS_MAX} ms after each of ${all.length} changes`,
      figure: String(stale),
      budget: '0',
      holds: stale === 0,
      isTiming: true,
    },
    {
      what: `Changes after which ${webs} web processes sent different ETags of a page`,
      figure: String(different),
      budget: '0',
      holds: different === 0,
    },
    {
      what: 'From a change until the last web process serves it',
      figure: `${slowest} ms (median: ${median} ms)`,
      budget: `≤ ${VISIBLE_MS_MAX} ms`,
      holds: slowest <= VISIBLE_MS_MAX,
      isTiming: true,
    },
  ];
}
