import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAuthenticator } from '../access/authenticate.ts';
import type { Context } from '../context.ts';
import { AppError, PROBLEMS } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { acceptProbes } from '../probes/accept-probes.ts';
import type { DeliveryWatch } from '../probes/delivery-watch.ts';
import { BODY_BYTES_MAX, INFLATED_BYTES_MAX } from '../probes/schemas.ts';
import { createSeriesCache } from '../probes/series-cache.ts';
import { createWriteQueue } from '../probes/write-queue.ts';
import { problemOf } from './problem.ts';
import { readJson } from './read-body.ts';

const RETRY_AFTER_S = 2;

/** POST /api/v1/probes on node:http, beside Next: 202 with a receipt when everything admitted is durable. */
export function createProbesEndpoint(ctx: Context, watch: DeliveryWatch, metrics: Metrics) {
  const authenticate = createAuthenticator(ctx.ingest, ctx.clock);
  const services = { series: createSeriesCache(ctx), queue: createWriteQueue(ctx) };
  metrics.watchQueue(services.queue.waitingRows);

  async function take(request: IncomingMessage, receivedAt: number) {
    if (request.method !== 'POST') throw new AppError('method_not_allowed', 'Send probes with POST.');
    const body = await readJson(request, { bytesMax: BODY_BYTES_MAX, inflatedBytesMax: INFLATED_BYTES_MAX });
    const delivery = watch.begin(receivedAt);
    try {
      const actor = await authenticate(request.headers.authorization);
      delivery.from(actor.sourceId);
      const receipt = await acceptProbes(services, actor, body, receivedAt);
      delivery.stored();
      metrics.countReceipt(receipt);
      return receipt;
    } catch (error) {
      delivery.failed(PROBLEMS[toAppError(error).code][0] === 503);
      throw error;
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const receivedAt = ctx.clock.now();
    response.setHeader('Date', new Date(receivedAt).toUTCString());
    try {
      send(response, 202, await take(request, receivedAt), 'application/json; charset=utf-8');
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'database_unavailable')
        ctx.log.error({ requestId, code: (error as { code?: string }).code, message: (error as Error).message }, 'probes were not stored');
      const { status, body } = problemOf(known, requestId, '/api/v1/probes');
      if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_S);
      if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
      if (status === 413) response.setHeader('Connection', 'close'); // the rest of the body is not read
      if (status === 405) response.setHeader('Allow', 'POST');
      send(response, status, body, 'application/problem+json; charset=utf-8');
    }
  };
}

/** Whatever is not a known refusal happened between us and the database: the sender keeps its probes and tries again. */
function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('database_unavailable', 'The probes could not be stored now: send them again after Retry-After.');
}

function send(response: ServerResponse, status: number, body: unknown, type: string): void {
  if (response.writableEnded || response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length, 'Cache-Control': 'no-store' }).end(bytes);
}
