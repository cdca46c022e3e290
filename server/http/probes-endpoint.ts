import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearerOf, createAuthenticator } from '../access/authenticate.ts';
import { parseToken } from '../access/token.ts';
import type { Context } from '../context.ts';
import { AppError, PROBLEMS } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { acceptProbes } from '../probes/accept-probes.ts';
import type { DeliveryWatch } from '../probes/delivery-watch.ts';
import { BODY_BYTES_MAX, INFLATED_BYTES_MAX } from '../probes/schemas.ts';
import { createSeriesCache } from '../probes/series-cache.ts';
import { createWriteQueue } from '../probes/write-queue.ts';
import { sendJson, sendProblem } from './problem.ts';
import { discardRest, readJson } from './read-body.ts';

/** Bodies of 20 MiB at most that are in memory at once, of all senders and of one token. */
const BODIES_AT_ONCE = 100;
const BODIES_OF_TOKEN = 20;
/** Nobody looks quiet now for want of observations older than this. */
const LATE_MS = 600_000;

/** POST /api/v1/probes on node:http, beside Next: 202 with a receipt when everything admitted is durable. */
export function createProbesEndpoint(ctx: Context, watch: DeliveryWatch, metrics: Metrics) {
  const { authenticate, wasGood } = createAuthenticator(ctx.ingest, ctx.clock);
  const services = { series: createSeriesCache(ctx), queue: createWriteQueue(ctx), clock: ctx.clock };
  const bodies = new Map<string, number>();
  metrics.watchQueue(services.queue.waitingRows);

  async function take(request: IncomingMessage, receivedAt: number) {
    if (request.method !== 'POST') throw new AppError('method_not_allowed', 'Send probes with POST.');
    const { authorization } = request.headers;
    const key = parseToken(bearerOf(authorization))?.prefix ?? '';
    const actor = await authenticate(authorization).catch((error) => {
      if (wasGood(authorization)) watch.begin(receivedAt, key).failed(isOurFault(error)); // the database could not say whether it still is
      throw error;
    });
    const body = await readBounded(request, receivedAt, actor.prefix);
    const delivery = watch.begin(ctx.clock.now(), actor.prefix);
    const noteNewest = (newest: number) => newest < receivedAt - LATE_MS && delivery.late();
    try {
      const receipt = await acceptProbes({ ...services, noteNewest }, actor, body, { receivedAt, latest: ctx.clock.latest() });
      delivery.stored(actor.sourceId);
      metrics.countReceipt(receipt);
      return receipt;
    } catch (error) {
      delivery.failed(isOurFault(error));
      throw error;
    }
  }

  /** Bodies are read a bounded number at a time, after the token is known to be good. That others fill the memory is a fault of ours. */
  async function readBounded(request: IncomingMessage, receivedAt: number, token: string): Promise<unknown> {
    const ofToken = bodies.get(token) ?? 0;
    const all = bodies.values().reduce((sum, count) => sum + count, 0);
    if (ofToken >= BODIES_OF_TOKEN)
      throw new AppError('overloaded', `At most ${BODIES_OF_TOKEN} deliveries of one token at once: send it again after Retry-After.`);
    if (all >= BODIES_AT_ONCE) {
      watch.begin(receivedAt, token).failed(true);
      throw new AppError('overloaded', 'Too many deliveries at once: send it again after Retry-After.');
    }
    bodies.set(token, ofToken + 1);
    try {
      return await readJson(request, { bytesMax: BODY_BYTES_MAX, inflatedBytesMax: INFLATED_BYTES_MAX });
    } finally {
      const left = (bodies.get(token) ?? 1) - 1;
      if (left > 0) bodies.set(token, left);
      else bodies.delete(token);
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const receivedAt = ctx.clock.now();
    response.setHeader('Date', new Date(receivedAt).toUTCString());
    try {
      sendJson(response, 202, await take(request, receivedAt));
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'database_unavailable')
        ctx.log.error({ requestId, code: (error as { code?: string }).code, message: (error as Error).message }, 'probes were not stored');
      if (known.code === 'method_not_allowed') response.setHeader('Allow', 'POST');
      if (!request.complete) discardRest(request);
      sendProblem(response, known, requestId, '/api/v1/probes');
    }
  };
}

function isOurFault(error: unknown): boolean {
  return PROBLEMS[toAppError(error).code][0] === 503;
}

/** Whatever is not a known refusal happened between us and the database: the sender keeps its probes and tries again. */
function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('database_unavailable', 'The probes could not be stored now: send them again after Retry-After.');
}
