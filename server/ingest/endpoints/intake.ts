import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '#server/context';
import { faultOwner } from '#server/db/sql-fault';
import { AppError } from '#server/errors';
import { discardRest, readJson } from '#server/http/read-body';
import type { Authenticator } from '#server/identity/tokens/authenticate';
import type { Sender } from '#server/identity/tokens/sender';
import { ownerOf } from '#server/ingest/delivery-fault';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import { BODY_BYTES_MAX, INFLATED_BYTES_MAX } from '#server/ingest/schemas';
import type { Deliver } from './deliver.ts';

/** Bodies in memory at once, of all senders and of one token; each has at most 20 MiB. */
const BODIES_AT_ONCE = 100;
const BODIES_OF_TOKEN = 20;
/** A known token is accepted without the database if that takes longer to confirm it. */
const TOKEN_MS_MAX = 2_000;

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
 * Makes what all ingest endpoints share, on node:http beside Next: authentication, the limit on bodies, and taking deliveries. Only durable
 * probes are acknowledged. Without the database, senders are those that were last known (server/identity/tokens/authenticate.ts).
 */
export function createIntake(
  ctx: Context,
  { authenticateOrRecall, knownSourceOf }: Authenticator,
  watch: DeliveryWatch,
  deliver: Deliver,
) {
  const bodies = createBodyLimit();

  /** Returns the sender that the token names. Where the database cannot verify a token that was known once, the fault is ours. */
  async function senderOf(token: string, receivedAt: number): Promise<Sender> {
    return authenticateOrRecall(token, TOKEN_MS_MAX).catch((error) => {
      const sourceId = knownSourceOf(token);
      if (sourceId !== null) watch.begin(receivedAt, sourceId).failed(ownerOf(error));
      throw error;
    });
  }

  /** Reads a body after the token was verified, at most so many at once. Where other senders use up the limit, the fault is ours. */
  async function readBody(
    request: IncomingMessage,
    receivedAt: number,
    { prefix: token, sourceId }: Sender,
  ): Promise<unknown> {
    if (bodies.isFullFor(token))
      throw new AppError(
        'overloaded',
        `This token already has ${BODIES_OF_TOKEN} requests in progress, which is the maximum. Send this one again after Retry-After.`,
      );
    if (bodies.isFull()) {
      watch.begin(receivedAt, sourceId).failed('other');
      throw new AppError(
        'overloaded',
        `The server already has ${BODIES_AT_ONCE} deliveries in progress, which is the maximum. Send this one again after Retry-After.`,
      );
    }
    return bodies.count(token, () =>
      readJson(request, { bytesMax: BODY_BYTES_MAX, inflatedBytesMax: INFLATED_BYTES_MAX }),
    );
  }

  return { senderOf, readBody, deliver, answer: createAnswer(ctx) };
}

export type Intake = ReturnType<typeof createIntake>;

/**
 * Returns a function that runs `take` at the instant of arrival and passes an error to `refuse`. It never rejects, and never logs the URL,
 * which may contain a key.
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
          'probes could not be stored',
        );
      if (!request.complete) discardRest(request);
      refuse(known);
    }
  };
}

/** Maps an error to a response. Unless a value of the request caused it, the sender must retain its probes and send them again. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (faultOwner(error) === 'sender')
    return new AppError(
      'invalid_input',
      'The request contains a value that cannot be stored. Remove control characters from its texts.',
    );
  return new AppError(
    'database_unavailable',
    'The database is unavailable, so nothing was stored. Send the request again after Retry-After.',
  );
}
