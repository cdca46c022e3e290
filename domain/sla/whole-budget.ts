const MINUTE_MS = 60_000;

export type WholeBudget = { allowedMs: number; usedMs: number; leftMs: number };

/**
 * Rounds an error budget for display in whole minutes that add up: what is allowed down, what is used up. Below zero, `leftMs` is what is over. It is
 * never negative while the budget lasts.
 */
export function wholeBudget(budgetMs: number, downMs: number): WholeBudget {
  const allowedMs = Math.floor(budgetMs / MINUTE_MS) * MINUTE_MS;
  const roundedMs = Math.ceil(downMs / MINUTE_MS) * MINUTE_MS;
  const usedMs = downMs <= budgetMs ? Math.min(roundedMs, allowedMs) : roundedMs;
  return { allowedMs, usedMs, leftMs: allowedMs - usedMs };
}
