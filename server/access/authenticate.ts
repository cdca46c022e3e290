import type pg from 'pg';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { isSameHash, parseToken, type Scope } from './token.ts';

/** How long a token that was read may be used without asking the database again: the longest that a revoked one lives on. */
const FRESH_MS = 2_000;
const REMEMBERED_MAX = 10_000;

export type Actor = { tokenId: number; prefix: string; scopes: readonly Scope[]; sourceId: number | null; sourceName: string | null };
type Row = { id: number; hash: Buffer; scopes: Scope[]; source_id: number | null; source_name: string | null; expires_at: Date | null };

const FIND = `SELECT t.id, t.hash, t.scopes, t.source_id, s.name AS source_name, t.expires_at FROM token t LEFT JOIN source s ON s.id = t.source_id
WHERE t.prefix = $1 AND t.revoked_at IS NULL`;

/** The token's text in an Authorization header, or an empty one. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
}

/** Turns an Authorization header into an actor; remembers what it read for a moment. Errors: unauthenticated. */
export function createAuthenticator(pool: pg.Pool, clock: Clock) {
  const remembered = new Map<string, { row: Row | null; readAt: number }>();

  async function find(prefix: string): Promise<Row | null> {
    const found = remembered.get(prefix);
    if (found && clock.monotonicMs() - found.readAt < FRESH_MS) return found.row;
    const { rows } = await pool.query<Row>({ name: 'find-token', text: FIND, values: [prefix] });
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(prefix, { row: rows[0] ?? null, readAt: clock.monotonicMs() });
    return rows[0] ?? null;
  }

  return async (header: string | undefined): Promise<Actor> => {
    const given = parseToken(bearerOf(header));
    const row = given && (await find(given.prefix));
    if (!given || !row || !isSameHash(row.hash, given.hash) || (row.expires_at && row.expires_at.getTime() <= clock.now()))
      throw new AppError('unauthenticated', 'Send "Authorization: Bearer <token>" with a token that is neither revoked nor expired.');
    return { tokenId: row.id, prefix: given.prefix, scopes: row.scopes, sourceId: row.source_id, sourceName: row.source_name };
  };
}
