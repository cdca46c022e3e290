import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { runDemo } from '#server/demo/run-demo';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { anIncident } from '#server/test/incidents';
import { ADA, as } from '#server/test/people';
import { database, folder, node, onEnd, openMigrated, type Served, serve } from './place.ts';

const LOOK_EVERY_MS = 20;
const VISIBLE_MS_MAX = 30_000;
const PAGE_BYTES = 4_096;
/** Linux counts processor time in hundredths of a second for programs. */
const TICK_MICROS = 10_000;

/** `env`: of its server. */
export type PagePlace = { ctx: Context; env: Record<string, string>; server: Served };

/** Starts a database that counts its statements, and the whole server on it. */
export async function pagePlace(): Promise<PagePlace> {
  const dataDir = await folder();
  const { url } = await database(dataDir, { shared_preload_libraries: 'pg_stat_statements' });
  const ctx = await openMigrated(url);
  await ctx.staff.query('CREATE EXTENSION pg_stat_statements');
  const env = { DATA_DIR: dataDir, DATABASE_URL: url };
  return { ctx, env, server: await serve(env) };
}

/** The same, filled as the demo is, with so many days, and started again, so that nothing of filling is left in memory. Probes continue to arrive. */
export async function demoPlace(days: number): Promise<PagePlace> {
  const { ctx, env, server: filling } = await pagePlace();
  const stopping = new AbortController();
  onEnd(() => stopping.abort());
  await runDemo({ ctx, url: filling.url, signal: stopping.signal, print: () => undefined, days });
  await filling.stop();
  return { ctx, env, server: await serve({ ...env, PORT: new URL(filling.url).port }) };
}

/** A server under load. */
export type Target = { url: string; pid: number };

/** Starts a bare node:http server that sends the same bytes at these addresses. */
export async function bareServer({ server }: PagePlace, paths: readonly string[]): Promise<Target> {
  const child = node('bench/bare-server.ts', [server.url, ...paths]);
  if (!child.stdout) throw new Error('the output of the bare server is piped');
  const [url] = await once(createInterface(child.stdout), 'line');
  return { url: String(url), pid: child.pid ?? 0 };
}

/** Waits until an address contains a text. Returns the milliseconds. */
export async function visible(address: string, text: string): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < VISIBLE_MS_MAX) {
    if ((await (await fetch(address)).text()).includes(text)) return performance.now() - startedAt;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error(`${address} did not show the change within ${VISIBLE_MS_MAX} ms`);
}

/** Makes a public change at once and then in each interval, until stopped. `stop` returns the milliseconds until each one was visible. */
export function keepChanging({ ctx, server }: PagePlace, everyMs: number): { stop: () => Promise<number[]> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const times: number[] = [];
  const loop = (async () => {
    const { incident } = await anIncident({ ctx });
    while (!signal.aborted) {
      const body = `Change ${times.length} at ${performance.now()}.`;
      await postUpdate(as(ctx, ADA), { incident, body });
      times.push(await visible(`${server.url}/api/v2/summary.json`, body));
      await wait(Math.max(0, everyMs - (times.at(-1) ?? 0)), undefined, { signal }).catch(() => undefined); // stopped: the loop ends
    }
    await resolveIncident(as(ctx, ADA), { incident, body: 'Done.' });
  })();
  return {
    stop: async () => {
      stopping.abort();
      await loop;
      return times;
    },
  };
}

/** How often the database ran each statement, by its text without numbers and names of parameters. */
type Statements = ReadonlyMap<string, number>;

export async function statements({ ctx }: PagePlace): Promise<Statements> {
  const { rows } = await ctx.staff.query<{ text: string; calls: number }>(
    `SELECT regexp_replace(s.query, '[0-9]+', '0', 'g') AS text, sum(s.calls)::int AS calls FROM pg_stat_statements s
     WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY 1`,
  );
  return new Map(rows.map(({ text, calls }) => [text, calls]));
}

/** Returns the statements between two counts: all of them, and the texts that had never been run before. */
export function statementsBetween(before: Statements, after: Statements): { all: number; newTexts: string[] } {
  const all = [...after].reduce((sum, [text, calls]) => sum + calls - (before.get(text) ?? 0), 0);
  return { all, newTexts: [...after.keys()].filter((text) => !before.has(text)) };
}

/** Returns how many entries were published so far, counting each time. */
export async function publishings({ ctx }: PagePlace): Promise<number> {
  const { rows } = await ctx.staff.query<{ count: number }>('SELECT last_value::int AS count FROM published_version');
  return rows[0]?.count ?? 0;
}

/** Returns the processor time that a process has used, in microseconds, or null where the machine has no /proc. Its children are not included. */
export async function processorMicros(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null); // another operating system
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields ? (Number(fields[11]) + Number(fields[12])) * TICK_MICROS : null;
}

/** Returns the resident memory of a process and all its children in MiB, and null for all where the machine has no /proc. */
export async function residentMiB(pid: number): Promise<number | null> {
  const pages = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => null); // another operating system
  if (pages === null) return null;
  const own = (Number(pages.split(' ')[1]) * PAGE_BYTES) / 1024 ** 2;
  let sum = own;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''); // it has ended
    for (const child of children.split(' ').filter(Boolean)) sum += (await residentMiB(Number(child))) ?? 0;
  }
  return sum;
}
