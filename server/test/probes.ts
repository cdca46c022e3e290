import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Scope } from '#domain/access/permission';
import type { Context } from '#server/context';
import { createOperatorEndpoints } from '#server/health/operator-endpoints';
import type { Readiness } from '#server/health/readiness';
import { createHttpServer, listen } from '#server/http/server';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { createDeliveryWatch } from '#server/ingest/delivery-watch';
import { startIngest } from '#server/ingest/endpoints/start-ingest';
import type { Probe } from '#server/ingest/schemas';
import { createSourceContacts } from '#server/ingest/source-contacts';
import { createMetrics } from '#server/metrics';
import { ADA, as } from './people.ts';

export const T0 = Date.parse('2022-03-30T12:00:00Z');

export function aProbe(change: Partial<Probe> = {}): Probe {
  return {
    component: 'serving',
    instance: 'srv-0001',
    observedAt: new Date(T0).toISOString(),
    health: 'up',
    dataAgeSeconds: 1,
    ...change,
  };
}

/** Longer than a busy machine takes to store anything, so that nothing goes to the spool by chance. */
const STORE_MS_MAX = 600_000;

/** `dataDir`: where the spool is; by default in a folder of its own. `spoolBytesMax`: 0 by default, so that nothing can be spooled. */
type Options = { dataDir?: string; spoolBytesMax?: number; storeMsMax?: number };

/** Starts only the ingest endpoints, on a free port. */
export async function startProbes(
  ctx: Context,
  { dataDir, spoolBytesMax = 0, storeMsMax = STORE_MS_MAX }: Options = {},
) {
  const own = dataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'candor-spool-')));
  const watch = createDeliveryWatch(ctx.clock);
  const [contacts, metrics] = [createSourceContacts(), createMetrics(ctx)];
  const ingest = await startIngest(ctx, { dataDir: own, watch, metrics, contacts, spoolBytesMax, storeMsMax });
  const server = createHttpServer({
    ...createOperatorEndpoints(ctx, metrics),
    ...ingest.endpoints,
    rest: ({ response }) => response.writeHead(404).end(),
  });
  const url = await listen(server, 0, '127.0.0.1');
  const tokens = new Map<string, string>();

  async function tokenFor(source: string, scopes: Scope[] = ['probes:write']): Promise<string> {
    const key = `${source} ${scopes.join()}`;
    const text = tokens.get(key) ?? (await createToken(as(ctx, ADA), { scopes, source })).text;
    tokens.set(key, text);
    return text;
  }

  return {
    url,
    watch,
    contacts,
    tokenFor,
    /** Returns how many deliveries wait in the spool. */
    async waiting(): Promise<number> {
      const { checks } = (await (await fetch(`${url}/readyz`)).json()) as Readiness;
      return checks.spool.deliveries;
    },
    send: async (body: BodyInit, headers: Record<string, string>, path = '/api/v1/probes') => {
      const response = await fetch(`${url}${path}`, { method: 'POST', body, headers });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Record<string, unknown>,
      };
    },
    async post(source: string, probes: unknown[], scopes?: Scope[]) {
      return this.send(JSON.stringify({ source, probes }), {
        authorization: `Bearer ${await tokenFor(source, scopes)}`,
      });
    },
    /** Delivers a notification of Alertmanager; creates its source of kind edge where it is missing. */
    async notify(source: string, notification: object) {
      await ctx.prisma.source.createMany({
        data: [{ name: source, kind: 'edge', createdAt: new Date(0) }],
        skipDuplicates: true,
      });
      return this.send(
        JSON.stringify(notification),
        { authorization: `Bearer ${await tokenFor(source)}` },
        '/api/v1/probes/alertmanager',
      );
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve).closeAllConnections());
      await ingest.stop();
      if (dataDir === undefined) await rm(own, { recursive: true });
    },
  };
}
