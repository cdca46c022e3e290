import type pg from 'pg';
import type { Scope } from '#domain/access/permission';
import type { Severities } from '#domain/measurement/alert-severity';
import type { SourceRule } from '#domain/measurement/series-state';
import type { Clock } from '#server/clock';
import { AppError } from '#server/errors';
import { withinLimit } from '#server/with-time-limit';
import type { KnownToken, Sender } from './sender.ts';
import { isSameHash, parseToken } from './token.ts';

/** How long a token is cached, which is also how long a revoked token is still accepted. */
const FRESH_MS = 2_000;
/** The number of unknown prefixes that are cached. */
const UNKNOWN_MAX = 10_000;
/** For how long a token is accepted without the database after it was last read. It must not have expired. */
const KNOWN_AGE_MAX_MS = 86_400_000;
/** Tokens that are looked up at the same time, so that made-up tokens fill neither the memory nor the pool. */
const LOOKUPS_AT_ONCE = 100;

type Row = {
  id: number;
  hash: Buffer;
  scopes: Scope[];
  source_id: number | null;
  source_name: string | null;
  source_kind: SourceRule['kind'] | null;
  component_id: number | null;
  instance: string | null;
  repeat_within_ms: number | null;
  severities: Severities | null;
  expires_at: Date | null;
};

type Valid = KnownToken & { readAtMs: number };

const FIND = `SELECT t.id, t.hash, t.scopes, t.source_id, s.name AS source_name, s.kind AS source_kind, s.component_id, s.instance, s.repeat_within_ms, s.severities, t.expires_at
FROM token t LEFT JOIN source s ON s.id = t.source_id WHERE t.prefix = $1 AND t.revoked_at IS NULL`;

/** Returns the text of the token in an Authorization header, or an empty text. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
}

function toSender(row: Row, prefix: string): Sender {
  return {
    tokenId: row.id,
    prefix,
    scopes: row.scopes,
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceKind: row.source_kind,
    heartbeat:
      row.component_id !== null && row.instance !== null
        ? { componentId: row.component_id, instance: row.instance }
        : null,
    alerts:
      row.repeat_within_ms !== null && row.severities !== null
        ? { repeatWithinMs: row.repeat_within_ms, severities: row.severities }
        : null,
  };
}

/** Remembers tokens and looks them up. `isFailing`: the latest lookup failed or is late. `revision` changes whenever a token becomes known or is forgotten. */
function createTokens(pool: pg.Pool, clock: Clock, known: readonly KnownToken[]) {
  const valid = new Map<string, Valid>(
    known.map((token) => [token.sender.prefix, { ...token, readAtMs: Number.NEGATIVE_INFINITY }]),
  );
  const unknown = new Map<string, number>();
  const lookups = new Map<string, Promise<Valid | null>>();
  const state = { isFailing: false, revision: 0 };

  const isFresh = (readAtMs: number | undefined) => readAtMs !== undefined && clock.monotonicMs() - readAtMs < FRESH_MS;

  async function find(prefix: string): Promise<Valid | null> {
    const found = valid.get(prefix);
    if (found && isFresh(found.readAtMs)) return found;
    if (isFresh(unknown.get(prefix))) return null;
    const running = lookups.get(prefix);
    if (running) return running;
    if (lookups.size >= LOOKUPS_AT_ONCE)
      throw new AppError('overloaded', 'Too many tokens are being looked up. Try again after the time in Retry-After.');
    const lookup = lookUp(prefix).finally(() => lookups.delete(prefix));
    lookups.set(prefix, lookup);
    return lookup;
  }

  async function lookUp(prefix: string): Promise<Valid | null> {
    try {
      const { rows } = await pool.query<Row>({ name: 'find-token', text: FIND, values: [prefix] });
      state.isFailing = false;
      return remember(prefix, rows[0] ?? null);
    } catch (error) {
      state.isFailing = true;
      throw error;
    }
  }

  function remember(prefix: string, row: Row | null): Valid | null {
    if (Boolean(row) !== valid.has(prefix)) state.revision++;
    if (row === null) {
      valid.delete(prefix);
      if (unknown.size >= UNKNOWN_MAX) unknown.clear();
      unknown.set(prefix, clock.monotonicMs());
      return null;
    }
    const read = { ...toKnown(row, prefix), readAt: clock.now(), readAtMs: clock.monotonicMs() };
    valid.set(prefix, read);
    return read;
  }

  return { valid, find, state };
}

const toKnown = (row: Row, prefix: string) => ({
  hash: row.hash.toString('base64'),
  sender: toSender(row, prefix),
  expiresAt: row.expires_at?.getTime() ?? null,
});

/** Returns an authenticator that finds the sender of a token and caches it briefly. `known`: tokens that an earlier process read. */
export function createAuthenticator(pool: pg.Pool, clock: Clock, known: readonly KnownToken[] = []) {
  const { valid, find, state } = createTokens(pool, clock, known);

  const isValid = (found: Valid, hash: Uint8Array) => isSameHash(Buffer.from(found.hash, 'base64'), hash);
  const hasExpired = ({ expiresAt }: Valid) => expiresAt !== null && expiresAt <= clock.now();

  /** Errors: unauthenticated, overloaded. */
  async function authenticate(text: string): Promise<Sender> {
    const given = parseToken(text);
    const found = given && (await find(given.prefix));
    if (!given || !found || !isValid(found, given.hash) || hasExpired(found))
      throw new AppError(
        'unauthenticated',
        'Token is missing, invalid, revoked or expired. Send a valid token in the header "Authorization: Bearer <token>".',
      );
    return found.sender;
  }

  function matching(text: string): Valid | null {
    const given = parseToken(text);
    const found = given && valid.get(given.prefix);
    return given && found && isValid(found, given.hash) ? found : null;
  }

  /** Returns the sender of a token that the database confirmed at most KNOWN_AGE_MAX_MS ago, or null. Needs no database. */
  function lastKnown(text: string): Sender | null {
    const found = matching(text);
    if (found === null || hasExpired(found)) return null;
    return clock.now() - found.readAt <= KNOWN_AGE_MAX_MS ? found.sender : null;
  }

  return {
    authenticate,
    /** Returns the source of a token that was known once, however long ago, or null. */
    knownSourceOf: (text: string): number | null => matching(text)?.sender.sourceId ?? null,
    /**
     * Returns the last known sender if the database fails, or does not answer within `limitMs`. While it fails, only the first request waits.
     * Errors: as `authenticate`, for a token that is not known well enough.
     */
    async authenticateOrRecall(text: string, limitMs: number): Promise<Sender> {
      const recalled = lastKnown(text);
      if (recalled === null) return authenticate(text);
      const wasFailing = state.isFailing;
      const asked = authenticate(text).catch((error) => {
        if (error instanceof AppError && error.code === 'unauthenticated') throw error;
        return recalled;
      });
      asked.catch(() => undefined); // without a waiting request, the answer counts for the next one
      if (wasFailing) return recalled;
      return withinLimit(asked, limitMs, () => {
        state.isFailing = true;
        return recalled;
      });
    },
    /** Returns the tokens that were read most recently, at most `max`. */
    known: (max: number): KnownToken[] =>
      [...valid.values()]
        .map(({ readAtMs: _, ...token }) => token)
        .sort((a, b) => b.readAt - a.readAt)
        .slice(0, max),
    revision: () => state.revision,
  };
}

export type Authenticator = ReturnType<typeof createAuthenticator>;
