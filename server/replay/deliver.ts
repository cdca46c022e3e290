import { setTimeout as wait } from 'node:timers/promises';
import { RESERVED_SLUGS } from '#domain/catalog/catalog';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { PROBES_MAX, type Probe, type Receipt } from '#server/ingest/schemas';
import type { Delivery } from './read-trace.ts';

const RETRY_MS = 200;
const TRIES_MAX = 50;
/** Components of a trace follow the existing ones, sorted by slug, whatever the order of the trace. */
const CREATED_POSITION = 1_000;
const REPLAY = { kind: 'system', name: 'replay' } as const;

async function ensureComponents(ctx: Context, delivery: Delivery, known: Set<string>): Promise<void> {
  const slugs = delivery.probes.map((probe) => (probe as Partial<Probe> | null)?.component);
  for (const slug of new Set(slugs)) {
    if (
      typeof slug !== 'string' ||
      known.has(slug) ||
      RESERVED_SLUGS.includes(slug) ||
      !/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)
    )
      continue; // the server rejects the probe
    known.add(slug);
    if (await ctx.prisma.component.count({ where: { slug } })) continue;
    const publicId = ctx.random.bytes(6).toString('hex');
    const policies = { create: { version: 1, effectiveFrom: new Date(0) } };
    await ctx.prisma.component.create({
      data: {
        slug,
        publicId,
        name: slug,
        position: CREATED_POSITION,
        targetMillionths: 999_000,
        createdAt: new Date(0),
        policies,
      },
    });
  }
}

/** Sends one batch as an agent would, and retries on 503. Returns the indexes of rejected probes. */
async function post(url: string, token: string, source: string, probes: unknown[]): Promise<Set<number>> {
  const body = JSON.stringify({ source, probes });
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${url}/api/v1/probes`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (response.status === 202) return new Set((JSON.parse(text) as Receipt).rejected.map(({ index }) => index));
    if (response.status !== 503 || attempt === TRIES_MAX)
      throw new AppError(
        'invalid_input',
        `Replay: Candor did not accept a batch of the trace: ${response.status} ${text}`,
      );
    await wait(RETRY_MS);
  }
}

/**
 * Makes functions that send deliveries over HTTP, with one token per source and in batches that the server takes. `prepare` creates the components of a
 * delivery. `send` returns the probes that were accepted.
 */
export function createDeliverer(ctx: Context, url: string) {
  const tokens = new Map<string, string>();
  const components = new Set<string>();

  async function tokenOf(source: string): Promise<string> {
    const token =
      tokens.get(source) ?? (await createToken({ ...ctx, actor: REPLAY }, { scopes: ['probes:write'], source })).text;
    tokens.set(source, token);
    return token;
  }

  return {
    components,
    prepare: (delivery: Delivery) => ensureComponents(ctx, delivery, components),
    send: async ({ source, probes }: Delivery): Promise<Probe[]> => {
      const token = await tokenOf(source);
      const accepted: Probe[] = [];
      for (let i = 0; i < probes.length; i += PROBES_MAX) {
        const batch = probes.slice(i, i + PROBES_MAX);
        const rejected = await post(url, token, source, batch);
        accepted.push(...batch.filter((_, index): _ is Probe => !rejected.has(index))); // the server has parsed them
      }
      return accepted;
    },
  };
}
