import type { Scope } from '#domain/access/permission';
import type { Context } from '#server/context';
import { createOperatorEndpoints } from '#server/health/operator-endpoints';
import { createHttpServer, listen } from '#server/http/server';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { createDeliveryWatch } from '#server/ingest/delivery-watch';
import { createIngestEndpoints } from '#server/ingest/endpoints/ingest-endpoints';
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

/** Starts only the ingest endpoints, on a free port. */
export async function startProbes(ctx: Context) {
  const watch = createDeliveryWatch(ctx.clock);
  const [contacts, metrics] = [createSourceContacts(), createMetrics(ctx)];
  const server = createHttpServer({
    ...createOperatorEndpoints(ctx, metrics),
    ...createIngestEndpoints(ctx, watch, metrics, contacts),
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
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
