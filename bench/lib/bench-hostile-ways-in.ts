import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { openApiDocument } from '#server/http/openapi/openapi';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { HOSTILE_VALUES } from '#server/test/hostile-values';
import { type Schema, type Schemas, samplesOf, textPlaces, withValue } from '#server/test/schema-values';
import { freshPlace, type Place } from './ingest.ts';
import { serve } from './place.ts';
import { against, type Result, round } from './report.ts';

const BEHIND_MS_MAX = 2_000;
const PROBE_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 50;
const READY_MS_MAX = 30_000;
/** Requests of hostile senders at once. */
const SENDERS = 8;
/** The component of the steady agent; hostile senders report the other. */
const STEADY = 'analytics';

type Request = { address: string; method: string; body: unknown };
type Operation = { requestBody?: { content: Record<string, { schema: Schema }> } };
const SYSTEM = { kind: 'system', name: 'bench' } as const;

/** Returns a request for every endpoint of the OpenAPI document and each hostile value at each text of its body. */
function hostileRequests(): Request[] {
  const document = openApiDocument('http://x') as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Schemas };
  };
  return Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      const bodies = schema ? samplesOf(schema, document.components.schemas) : [];
      return bodies.flatMap((body) =>
        textPlaces(body).flatMap((place) =>
          HOSTILE_VALUES.map((value) => ({
            address,
            method: method.toUpperCase(),
            body: withValue(body, place, value),
          })),
        ),
      );
    }),
  );
}

type Tokens = { probes: string; alerts: string; staff: string; steady: string };

async function makeTokens(ctx: Context): Promise<Tokens> {
  const acting = { ...ctx, actor: SYSTEM };
  await ctx.prisma.source.create({
    data: { name: 'alertmanager', kind: 'edge', createdAt: new Date(ctx.clock.now()) },
  });
  const of = async (input: Parameters<typeof createToken>[1]) => (await createToken(acting, input)).text;
  return {
    probes: await of({ scopes: ['probes:write'], source: 'name' }),
    alerts: await of({ scopes: ['probes:write'], source: 'alertmanager' }),
    staff: await of({ scopes: ['incidents:write', 'templates:write', 'settings:write'], name: 'bench' }),
    steady: await of({ scopes: ['probes:write'], source: 'steady' }),
  };
}

function post(url: string, token: string, { address, method, body }: Request): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(`${url}${address}`, { method, headers, body: JSON.stringify(body) }).then(async (response) => {
    await response.arrayBuffer();
    return response.status;
  });
}

/** Starts an agent that reports its component as up until stopped. */
function reportSteadily(url: string, token: string): () => Promise<void> {
  let isStopped = false;
  const reporting = (async () => {
    while (!isStopped) {
      const observedAt = new Date().toISOString();
      const probes = [{ component: STEADY, instance: 'steady-1', observedAt, health: 'up' }];
      await post(url, token, { address: '/api/v1/probes', method: 'POST', body: { source: 'steady', probes } });
      await wait(PROBE_EVERY_MS);
    }
  })();
  return () => {
    isStopped = true;
    return reporting;
  };
}

/** Returns how far the evaluation of the steady component is behind the clock; null before the first evaluation. */
async function behindMs(ctx: Context): Promise<number | null> {
  const { rows } = await ctx.web.query<{ at: Date }>(
    'SELECT h.evaluated_until AS at FROM current_state h JOIN component c ON c.id = h.component_id WHERE c.slug = $1',
    [STEADY],
  );
  return rows[0] ? ctx.clock.now() - rows[0].at.getTime() : null;
}

async function evaluated(ctx: Context): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_MS_MAX; waitedMs += LOOK_EVERY_MS) {
    const behind = await behindMs(ctx);
    if (behind !== null && behind < BEHIND_MS_MAX) return;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error('nothing was evaluated');
}

/** Polls how far evaluation is behind; resolves to the maximum. */
function watchBehind(ctx: Context): () => Promise<{ mostMs: number; looks: number }> {
  let isStopped = false;
  const watching = (async () => {
    const most = { mostMs: 0, looks: 0 };
    for (; !isStopped; most.looks++) {
      most.mostMs = Math.max(most.mostMs, (await behindMs(ctx)) ?? Number.POSITIVE_INFINITY);
      await wait(LOOK_EVERY_MS);
    }
    return most;
  })();
  return () => {
    isStopped = true;
    return watching;
  };
}

type Sending = { url: string; tokens: Tokens; ids: Record<string, string> };

/** Sends all requests, a few at once; returns the number of responses by status. */
async function sendAll(requests: Request[], { url, tokens, ids }: Sending): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const tokenOf = ({ address }: Request) =>
    address.endsWith('/alertmanager') ? tokens.alerts : address === '/api/v1/probes' ? tokens.probes : tokens.staff;
  const queue = requests.values();
  const sender = async () => {
    for (const request of queue) {
      const address = request.address.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'aaaaaaaaaaaa');
      const status = await post(url, tokenOf(request), { ...request, address });
      counts[status] = (counts[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return counts;
}

async function anIncident({ ctx }: Place): Promise<Record<string, string>> {
  const affected = [{ component: 'serving', status: 'degraded_performance' as const }];
  const { incident, update } = await openIncident(
    { ...ctx, actor: SYSTEM },
    { title: 'Slow', body: 'We look.', affected },
  );
  return { id: incident, update };
}

/** Measures how far the evaluation of an unrelated component falls behind while every text of every endpoint gets hostile values. */
export async function hostileWaysIn(): Promise<Result> {
  const place = await freshPlace();
  const tokens = await makeTokens(place.ctx);
  const ids = await anIncident(place);
  const server = await serve({ DATA_DIR: place.dataDir, DATABASE_URL: place.url });
  const stopReporting = reportSteadily(server.url, tokens.steady);
  await evaluated(place.ctx);
  const stopWatching = watchBehind(place.ctx);
  const counts = await sendAll(hostileRequests(), { url: server.url, tokens, ids });
  const { mostMs, looks } = await stopWatching();
  await stopReporting();
  await server.stop();
  const failed = Object.entries(counts).reduce((sum, [status, count]) => sum + (Number(status) >= 500 ? count : 0), 0);
  return {
    bench: 'hostile-ways-in',
    value: mostMs,
    unit: 'ms behind',
    budget: { max: BEHIND_MS_MAX },
    yardsticks: [against('requests that failed on our side', failed, 1, { max: 0 })],
    details: {
      behindMsMost: round(mostMs),
      looks,
      failed,
      ...Object.fromEntries(Object.entries(counts).map(([status, count]) => [`answered${status}`, count])),
    },
  };
}
