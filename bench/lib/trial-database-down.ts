import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { databaseDown, type Outage, type OutageFacts, pastIncident } from './database-down.ts';
import { tokens } from './load.ts';
import { folder, onEnd, openMigrated, serve } from './place.ts';
import { startStoppablePostgres } from './stoppable-postgres.ts';
import type { Finding } from './trial-world.ts';

const BEFORE_MS = 15_000;
/** The goals for readers, and for storing what waited. */
const P99_MS_MAX = 50;
const DRAINED_MS_MAX = 30_000;

/** Runs a whole server through an outage of its database, and returns what its readers and senders noticed. */
export async function trialDatabaseDown(kind: Outage['kind'], outageMs: number): Promise<Finding[]> {
  const place = await folder();
  const database = await startStoppablePostgres(place);
  onEnd(database.stop);
  const server = await serve({ DATA_DIR: path.join(place, 'server'), DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  const ctx = await openMigrated(database.url);
  onEnd(database.thaw); // first of all, because nothing else ends while connections hang
  const actor = { kind: 'system', name: 'trial' } as const;
  const { text } = await createToken({ ...ctx, actor }, { scopes: ['incidents:backfill'], name: 'trial' });
  const incident = await pastIncident(server.url, text);
  const [sender] = await tokens(ctx, 1);
  const world = {
    url: server.url,
    database,
    db: ctx.web,
    incident,
    source: '',
    token: '',
    ...sender,
  };
  const facts = await databaseDown(world, { kind, beforeMs: BEFORE_MS, outageMs, policy: DEFAULT_POLICY });
  await ctx.close();
  await server.stop();
  await database.stop();
  return findingsOf(facts);
}

const none = (what: string, count: number, examples: readonly string[] = []): Finding => ({
  what,
  figure: [count, ...new Set(examples.slice(0, 3).map((example) => example.slice(0, 100)))].join(' '),
  budget: '0',
  holds: count === 0,
});

function findingsOf(facts: OutageFacts): Finding[] {
  const { sent, reads, failedReads, falseGreens, untrue, intervals, expected, p99Ms, drainedMs } = facts;
  const same = isDeepStrictEqual(intervals, expected);
  return [
    none(`Errors of ${reads} reads`, failedReads.length, failedReads),
    none('Green pages after 90 s without data', falseGreens.length, falseGreens),
    { what: 'Green pages with data', figure: String(facts.trueGreens), budget: '> 0', holds: facts.trueGreens > 0 },
    {
      what: 'Reads without the database, p99',
      figure: `${Math.round(p99Ms)} ms; ${Math.round(facts.otherP99Ms)} ms while the database worked`,
      budget: `≤ ${P99_MS_MAX} ms`,
      holds: p99Ms <= P99_MS_MAX,
      isTiming: true,
    },
    { ...none(`Refused of ${sent} deliveries`, facts.refused.length, facts.refused), isTiming: true },
    none('Acknowledged probes that are not stored', facts.lost),
    none('Probes stored twice or not sent', facts.unsent),
    {
      what: `Storing the ${facts.mostWaiting} deliveries that waited`,
      figure: `${(drainedMs / 1_000).toFixed(1)} s`,
      budget: `≤ ${DRAINED_MS_MAX / 1_000} s`,
      holds: drainedMs <= DRAINED_MS_MAX,
      isTiming: true,
    },
    {
      what: 'Status intervals, compared with the reference',
      figure: same ? 'equal' : `${JSON.stringify(intervals)} instead of ${JSON.stringify(expected)}`,
      budget: 'equal',
      holds: same,
    },
    none('Alerts and incidents that are not true', untrue.length, untrue),
  ];
}
