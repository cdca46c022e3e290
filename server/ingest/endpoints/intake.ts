import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '#server/context';
import { type FaultOwner, faultOwner } from '#server/db/sql-fault';
import { AppError, PROBLEMS } from '#server/errors';
import { discardRest, readJson } from '#server/http/read-body';
import { createAuthenticator, type Sender } from '#server/identity/tokens/authenticate';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import { BODY_BYTES_MAX, INFLATED_BYTES_MAX, type Receipt } from '#server/ingest/schemas';
import { createSeriesCache } from '#server/ingest/series-cache';
import type { SourceContacts } from '#server/ingest/source-contacts';
import { createWriteQueue } from '#server/ingest/write-queue';
import type { Metrics } from '#server/metrics';

/** Bodies of 20 MiB at most that are in memory at once, of all senders and of one token. */
const BODIES_AT_ONCE = 100;
const BODIES_OF_TOKEN = 20;
/** Nobody looks quiet now for want of probes older than this. */
const LATE_MS = 600_000;

/** Counts the bodies that are being read, by token. */
function createBodyLimit() {
  const bodies = new Map<string, number>();
  return {
    isFullFor: (token: string) => (bodies.get(token) ?? 0) >= BODIES_OF_TOKEN,
    isFull: () => bodies.values().reduce((sum, count) => sum + count, 0) >= BODIES_AT_ONCE,
    async count<T>(token: string, read: () => Promise<T>): Promise<T> {
      bodies.set(token, (bodies.get(token) ?? 0) + 1);
      try {
        return await read();
      } finally {
        const left = (bodies.get(token) ?? 1) - 1;
        if (left > 0) bodies.set(token, left);
        else bodies.delete(token);
      }
    },
  };
}

type Answering = { request: IncomingMessage; response: ServerResponse; requestId: string };

/**
 * What every way in for probes shares, on node:http beside Next: who sends, how much is read at once, and the watch over what is not
 * stored yet. Only what is durable is answered as taken.
 */
export function createIntake(ctx: Context, watch: DeliveryWatch, metrics: Metrics, contacts: SourceContacts) {
  const { authenticate, lastKnown } = createAuthenticator(ctx.ingest, ctx.clock);
  const services = {
    series: createSeriesCache(ctx),
    queue: createWriteQueue(ctx),
    clock: ctx.clock,
    ingest: ctx.ingest,
    log: ctx.log,
    contacts,
  };
  const bodies = createBodyLimit();
  metrics.watchQueue(services.queue.waitingRows);

  /** Whoever the token names. That the database cannot say whether a token is still good is a fault of ours. */
  async function senderOf(token: string, receivedAt: number): Promise<Sender> {
    return authenticate(token).catch((error) => {
      const sender = lastKnown(token);
      if (sender) watch.begin(receivedAt, sender.sourceId).failed(ownerOf(error));
      throw error;
    });
  }

  /** Bodies are read a bounded number at a time, after the token is known to be good. That others fill the memory is a fault of ours. */
  async function readBody(
    request: IncomingMessage,
    receivedAt: number,
    { prefix: token, sourceId }: Sender,
  ): Promise<unknown> {
    if (bodies.isFullFor(token))
      throw new AppError(
        'overloaded',
        `At most ${BODIES_OF_TOKEN} deliveries of one token at once: send it again after Retry-After.`,
      );
    if (bodies.isFull()) {
      watch.begin(receivedAt, sourceId).failed('other');
      throw new AppError('overloaded', 'Too many deliveries at once: send it again after Retry-After.');
    }
    return bodies.count(token, () =>
      readJson(request, { bytesMax: BODY_BYTES_MAX, inflatedBytesMax: INFLATED_BYTES_MAX }),
    );
  }

  /** Stores a delivery under the eyes of the watch. `work` says how new what it admits is before it stores anything. */
  async function store(
    sender: Sender,
    receivedAt: number,
    work: (noteNewest: (newestAt: number) => void) => Promise<Receipt>,
  ): Promise<Receipt> {
    const delivery = watch.begin(ctx.clock.now(), sender.sourceId);
    try {
      const receipt = await work((newestAt) => newestAt < receivedAt - LATE_MS && delivery.late());
      delivery.stored();
      metrics.countReceipt(receipt);
      return receipt;
    } catch (error) {
      delivery.failed(ownerOf(error));
      throw error;
    }
  }

  return { services, senderOf, readBody, store, answer: createAnswer(ctx) };
}

export type Intake = ReturnType<typeof createIntake>;

/**
 * Returns a function that runs `take` at the instant of arrival and hands a refusal to `refuse`. It never rejects. It does not log the address, which
 * may hold a key.
 */
function createAnswer(ctx: Context) {
  return async function answer(
    { request, response, requestId }: Answering,
    take: (receivedAt: number) => Promise<void>,
    refuse: (error: AppError) => void,
  ) {
    const receivedAt = ctx.clock.now();
    response.setHeader('Date', new Date(receivedAt).toUTCString());
    try {
      await take(receivedAt);
    } catch (error) {
      const known = toAppError(error);
      ctx.databaseFaults.note(error);
      if (known !== error)
        ctx.log.error(
          { requestId, code: (error as { code?: string }).code, message: (error as Error).message },
          'probes were not stored',
        );
      if (!request.complete) discardRest(request);
      refuse(known);
    }
  };
}

/** A refusal that we chose is the sender's fault, unless it says that we are too busy. */
function ownerOf(error: unknown): FaultOwner {
  if (!(error instanceof AppError)) return faultOwner(error);
  return PROBLEMS[error.code][0] === 503 ? 'other' : 'sender';
}

/** What is not a known refusal happened between us and the database. Unless a value in it was at fault, the sender keeps its probes and tries again. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (faultOwner(error) === 'sender')
    return new AppError(
      'invalid_input',
      'This holds a value that cannot be stored. Check its texts for control characters.',
    );
  return new AppError('database_unavailable', 'The probes could not be stored now: send them again after Retry-After.');
}
