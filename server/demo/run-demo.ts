import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { evaluatedUntilOf } from '#server/evaluation/evaluated-until';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { hasDirtyRanges } from '#server/evaluation/sql/evaluation';
import type { Readiness } from '#server/health/readiness';
import { beginAutomation } from '#server/incidents/sql/automation-progress';
import { PROBES_MAX, type Probe } from '#server/ingest/schemas';
import { applySampleBrand } from './apply-sample-brand.ts';
import { demoMoments, demoProbes, FINE_FOR_MS, FINE_MS, HISTORY_DAYS, historyStart } from './demo-probes.ts';
import { DEMO_STAFF, type NewAccount } from './demo-staff.ts';
import { DEMO_SOURCE, prepareDemo } from './prepare-demo.ts';
import { writeDemoIncidents } from './write-demo-incidents.ts';
import { promiseDemoPostmortem, writeDemoPostmortem } from './write-demo-postmortem.ts';

const RETRY_MS = 500;
const TRIES_MAX = 60;
const POSTS_AT_ONCE = 4;
const EVALUATED_WAIT_MS_MAX = 120_000;
const LATE_MS_MAX = 30_000;
/** Missed probes are sent later, unless they are older than this. */
const CATCH_UP_MS_MAX = FINE_FOR_MS;

/** `print` writes a line for the person who started the demo. */
type Demo = { ctx: Context; url: string; signal: AbortSignal; print: (line: string) => void; days?: number };
type Sending = { url: string; token: string; began: Instant };

/**
 * Fills a new database with a catalogue, a brand, staff, and ninety days (or `days`) of a simulated fleet with its incidents and a post-mortem. The probes come
 * over HTTP as from an agent, and continue until `signal` is aborted. Prints the passwords of the staff when it creates them. Resolves when every page is
 * filled. After an interruption it continues: probes that exist are duplicates, incidents that exist stay. Errors: bad_environment for a database with any
 * other data.
 */
export async function runDemo({ ctx, url, signal, print, days = HISTORY_DAYS }: Demo): Promise<void> {
  const { accounts, ...prepared } = await prepareDemo(ctx);
  for (const line of staffLines(accounts)) print(line);
  const sending = { url, ...prepared };
  const start = historyStart(sending.began, days);
  await beginAutomation(ctx.worker, start); // otherwise the time to the first update of past incidents is not measured
  await applySampleBrand(ctx);
  const isFilled = await hasHistory(ctx, sending.began);
  const sentUpTo = isFilled ? ctx.clock.now() - FINE_MS : await fill(sending, ctx.clock.now(), days);
  void sendLive(ctx, sending, sentUpTo, signal);
  if (!isFilled) await waitForEvaluation(ctx, url, ctx.clock.now());
  await writeDemoIncidents(ctx, sending.began, start);
  await writeDemoPostmortem(ctx, sending.began);
  await promiseDemoPostmortem(ctx, sending.began);
}

/** Passwords are stored as hashes, so a later start can only say how to replace them. */
function staffLines(accounts: readonly NewAccount[]): string[] {
  if (accounts.length > 0) return accounts.map(({ email, role, password }) => `staff ${email} ${role} ${password}`);
  return [
    `staff passwords were printed at the first start; set a new one with: npm run -s candor -- admin reset-access ${DEMO_STAFF.ada.email}`,
  ];
}

/** Returns whether the history is complete. The probes from `began` on are sent last, after all others are stored. */
async function hasHistory(ctx: Context, began: Instant): Promise<boolean> {
  const states = [...(await loadCurrentStates(ctx.web)).values()];
  return (
    states.length > 0 && states.every(({ latestObservedAt }) => latestObservedAt !== null && latestObservedAt >= began)
  );
}

/** Sends the history and, once it is stored, the probes from `began` to `now`. Resolves to the time of the last probe. */
async function fill(sending: Sending, now: Instant, days: number): Promise<Instant> {
  const moments = [...demoMoments(sending.began, now, days)];
  await deliverAll(
    sending,
    moments.filter((t) => t < sending.began),
  );
  await deliverAll(sending, [...moments.filter((t) => t >= sending.began), now]);
  return now;
}

async function deliverAll({ url, token, began }: Sending, moments: readonly Instant[]): Promise<void> {
  const posts = new Set<Promise<void>>();
  let batch: Probe[] = [];
  const send = async () => {
    const post = deliver(url, token, batch).finally(() => posts.delete(post));
    posts.add(post);
    batch = [];
    if (posts.size >= POSTS_AT_ONCE) await Promise.race(posts);
  };
  for (const t of moments) {
    const probes = demoProbes(t, began);
    if (batch.length + probes.length > PROBES_MAX) await send();
    batch.push(...probes);
  }
  if (batch.length > 0) await send();
  await Promise.all(posts);
}

async function deliver(url: string, token: string, probes: readonly Probe[]): Promise<void> {
  const body = JSON.stringify({ source: DEMO_SOURCE, probes });
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}/api/v1/probes`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    if (response.status === 202) return;
    if (response.status !== 503 || attempt === TRIES_MAX)
      throw new AppError(
        'internal',
        `Demo: Candor did not accept the probes: ${response.status} ${text.slice(0, 200)}`,
      );
    await wait(RETRY_MS);
  }
}

/** Waits until everything is stored and evaluated, so that the first page is complete. On a slow machine, probes wait in the spool. */
async function waitForEvaluation(ctx: Context, url: string, now: Instant): Promise<void> {
  const until = ctx.clock.monotonicMs() + EVALUATED_WAIT_MS_MAX;
  while (ctx.clock.monotonicMs() < until) {
    const evaluatedUntil = evaluatedUntilOf(await loadCurrentStates(ctx.web));
    const isEvaluated = evaluatedUntil !== null && evaluatedUntil >= now - LATE_MS_MAX;
    if (isEvaluated && (await isStored(url)) && !(await hasDirtyRanges(ctx.web))) return;
    await wait(RETRY_MS);
  }
}

async function isStored(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`);
  const { checks } = (await response.json()) as Readiness; // the answer of this program
  return checks.spool.deliveries === 0;
}

/** Sends probes for every FINE_MS since `sentUpTo`. Missed ones are sent later, because a missing probe would be a gap in the record. */
async function sendLive(
  { clock, log }: Context,
  sending: Sending,
  sentUpTo: Instant,
  signal: AbortSignal,
): Promise<void> {
  let sent = sentUpTo;
  while (!signal.aborted) {
    const now = clock.now();
    if (sent < now - CATCH_UP_MS_MAX) sent = now - CATCH_UP_MS_MAX;
    const moments = Array.from({ length: Math.floor((now - sent) / FINE_MS) }, (_, i) => sent + (i + 1) * FINE_MS);
    try {
      await deliverAll(sending, moments);
      sent = moments.at(-1) ?? sent;
    } catch (error) {
      log.warn({ message: (error as Error).message }, 'demo probes could not be sent; retrying');
    }
    await wait(Math.max(RETRY_MS, sent + FINE_MS - clock.now()), undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
