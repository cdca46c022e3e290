/** The parts of a claim. Its parameters are $1 the lane, $2 now, $3 the end of the claim, $4 the number of rows; a lane may add more. */
type ClaimParts = {
  /** Tables joined to the candidate `d`, and what else must hold for it. */
  candidates?: string;
  where: string;
  /** Which rows come first. */
  order?: string;
  /** The tables whose columns are returned, and how they are joined to the claimed row `d`. */
  from: string;
  on: string;
  returning: string;
};

/**
 * Builds the statement that claims due rows of a lane. A claim counts as a try, and expires if its process dies. Two processes that claim at once skip each
 * other's rows. A row whose claim was stored between reading and locking it is checked again by PostgreSQL and left out.
 */
export function claimStatement({ candidates = '', where, order = 'd.due_at, d.id', from, on, returning }: ClaimParts) {
  return `WITH next AS (
  SELECT d.id FROM delivery d ${candidates}
  WHERE d.lane = $1 AND d.state = 'due' AND d.due_at <= $2 AND (d.claimed_until IS NULL OR d.claimed_until <= $2) AND ${where}
  ORDER BY ${order} LIMIT $4 FOR UPDATE OF d SKIP LOCKED)
UPDATE delivery d SET tries = d.tries + 1, claimed_until = $3
FROM next, ${from}
WHERE d.id = next.id AND ${on}
RETURNING d.id, d.tries, ${returning}`;
}

/** A condition of lanes to subscribers: no one has paused sending. */
export const NOT_PAUSED = 'NOT EXISTS (SELECT 1 FROM delivery_pause WHERE paused_at IS NOT NULL)';

/** `count`: claims at most this many. `until`: no other process tries the rows before. */
export type Claim<Lane extends string> = { lane: Lane; now: number; until: number; count: number };

/** Returns the parameters of a claim. */
export function claimValues({ lane, now, until, count }: Claim<string>): unknown[] {
  return [lane, new Date(now), new Date(until), count];
}
