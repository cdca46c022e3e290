import type pg from 'pg';
import type { Scope } from '#domain/access/permission';
import type { Severities } from '#domain/measurement/alert-severity';
import type { SourceRule } from '#domain/measurement/series-state';
import type { Clock } from '#server/clock';
import { AppError } from '#server/errors';
import { isSameHash, parseToken } from './token.ts';

/** How long a token is cached, which is also how long a revoked token is still accepted. */
const FRESH_MS = 2_000;
/** The number of unknown prefixes that are cached. */
const UNKNOWN_MAX = 10_000;
/** Tokens that are looked up at the same time, so that made-up tokens fill neither the memory nor the pool. */
const LOOKUPS_AT_ONCE = 100;

/**
 * The sender of a request with a token. `heartbeat`: the instance that a ping of the source probes, null for any other
 * source. `alerts`: how alerts of the source are read.
 */
export type Sender = {
  tokenId: number;
  prefix: string;
  scopes: readonly Scope[];
  sourceId: number | null;
  sourceName: string | null;
  sourceKind: SourceRule['kind'] | null;
  heartbeat: { componentId: number; instance: string } | null;
  alerts: { repeatWithinMs: number; severities: Severities } | null;
};

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

/** Returns an authenticator that finds the sender of a token and caches it briefly. Its errors: unauthenticated, overloaded. */
export function createAuthenticator(pool: pg.Pool, clock: Clock) {
  const valid = new Map<string, { row: Row; readAtMs: number }>();
  const unknown = new Map<string, number>();
  let lookups = 0;

  const isFresh = (readAtMs: number | undefined) => readAtMs !== undefined && clock.monotonicMs() - readAtMs < FRESH_MS;

  async function find(prefix: string): Promise<Row | null> {
    const found = valid.get(prefix);
    if (found && isFresh(found.readAtMs)) return found.row;
    if (isFresh(unknown.get(prefix))) return null;
    if (lookups >= LOOKUPS_AT_ONCE)
      throw new AppError('overloaded', 'Too many tokens are being looked up. Try again after the time in Retry-After.');
    lookups++;
    try {
      const { rows } = await pool.query<Row>({ name: 'find-token', text: FIND, values: [prefix] });
      remember(prefix, rows[0] ?? null);
      return rows[0] ?? null;
    } finally {
      lookups--;
    }
  }

  function remember(prefix: string, row: Row | null): void {
    if (row) valid.set(prefix, { row, readAtMs: clock.monotonicMs() });
    else {
      valid.delete(prefix);
      if (unknown.size >= UNKNOWN_MAX) unknown.clear();
      unknown.set(prefix, clock.monotonicMs());
    }
  }

  return {
    async authenticate(text: string): Promise<Sender> {
      const given = parseToken(text);
      const row = given && (await find(given.prefix));
      if (
        !given ||
        !row ||
        !isSameHash(row.hash, given.hash) ||
        (row.expires_at && row.expires_at.getTime() <= clock.now())
      )
        throw new AppError(
          'unauthenticated',
          'Token is missing, invalid, revoked or expired. Send a valid token in the header "Authorization: Bearer <token>".',
        );
      return toSender(row, given.prefix);
    },
    /** Returns the sender that the token had when it was last found, or null. Needs no database. */
    lastKnown(text: string): Sender | null {
      const given = parseToken(text);
      const found = given && valid.get(given.prefix);
      return given && found && isSameHash(found.row.hash, given.hash) ? toSender(found.row, given.prefix) : null;
    },
  };
}
