import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { freshPlace } from './ingest.ts';
import { tokens } from './load.ts';
import { serve } from './place.ts';
import { against, msOf, type Result, round } from './report.ts';

const INSTANCES = 60;
const TICK_MS = 2_000;
const POLL_MS = 100;
const HEALTHY_TICKS = 5;
const GIVE_UP_MS = 60_000;
const SLACK_MS = 2_000;

type Sender = { url: string; token: string; source: string };

async function post({ url, token, source }: Sender, health: 'up' | 'down'): Promise<number> {
  const at = Date.now();
  const observedAt = new Date(at).toISOString();
  const probes = ['serving', 'analytics'].flatMap((component) =>
    Array.from({ length: INSTANCES }, (_, i) => ({
      component,
      instance: `${component}-${i}`,
      observedAt,
      health: component === 'serving' ? health : 'up',
      dataAgeSeconds: 1,
    })),
  );
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1/probes`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ source, probes }),
  });
  if (response.status !== 202) throw new Error(`probes were answered with ${response.status}`);
  await response.arrayBuffer();
  return at;
}

async function indicator(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v2/status.json`);
  return ((await response.json()) as { status: { indicator: string } }).status.indicator;
}

/** Polls the public status until it has the indicator; resolves to the instant. */
async function seen(url: string, wanted: string): Promise<number> {
  const until = Date.now() + GIVE_UP_MS;
  while (Date.now() < until) {
    if ((await indicator(url)) === wanted) return Date.now();
    await wait(POLL_MS);
  }
  throw new Error(`the status never became ${wanted}; it is ${await indicator(url)}`);
}

/** Posts a tick every two seconds in the background until stopped. */
function keepPosting(sender: Sender, health: 'up' | 'down'): () => Promise<void> {
  const stopping = new AbortController();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await wait(TICK_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopped: the loop ends
      if (!stopping.signal.aborted) await post(sender, health);
    }
  })();
  return () => {
    stopping.abort();
    return loop;
  };
}

/** Measures the time from the first bad probe to the confirmed outage in /api/v2/status.json, read ten times per second. */
export async function detection(): Promise<Result> {
  const { ctx, url, dataDir } = await freshPlace();
  const [agent] = await tokens(ctx, 1);
  const server = await serve({ DATA_DIR: dataDir, DATABASE_URL: url });
  const sender = { url: server.url, ...(agent as { source: string; token: string }) };
  for (let i = 0; i < HEALTHY_TICKS; i++) {
    await post(sender, 'up');
    await wait(TICK_MS);
  }
  await seen(server.url, 'none');
  const badFrom = await post(sender, 'down');
  const stop = keepPosting(sender, 'down');
  const delayMs = await seen(server.url, 'major')
    .then((at) => at - badFrom)
    .finally(stop);
  const readMs = await msOf(() => indicator(server.url));
  await server.stop();
  const { confirmForMs } = DEFAULT_POLICY;
  return {
    bench: 'detection',
    value: delayMs,
    unit: 'ms',
    budget: { max: confirmForMs + SLACK_MS },
    yardsticks: [against('confirmFor: no outage may be confirmed earlier, ms', delayMs, confirmForMs)],
    details: { afterConfirmForMs: delayMs - confirmForMs, readMs: round(readMs), probesEveryMs: TICK_MS },
  };
}
