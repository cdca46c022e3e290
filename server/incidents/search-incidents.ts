import type { Instant } from '#domain/interval';
import type { ListedIncident } from '#domain/public-incident';
import type { Context } from '../context.ts';
import { foundRows } from '../db/sql/history-incidents.ts';
import { snapshot } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { listedIncidents } from './listed-incidents.ts';

const A_PAGE = 25;
const PAGES_MAX = 400;
const TEXT_LENGTH_MAX = 100;

export type FoundIncidents = { text: string; page: number; incidents: ListedIncident[]; hasOlder: boolean; generatedAt: Instant };

/** What readers were told that holds a text, newest first, a page at a time; of a longer text its beginning is looked for. Errors: not_found for a page that cannot be. */
export async function searchIncidents(
  ctx: Pick<Context, 'web' | 'clock'>,
  { text: said, page: asked = '1' }: { text: string; page?: string | undefined },
): Promise<FoundIncidents> {
  const text = said
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, TEXT_LENGTH_MAX);
  const page = Number(asked);
  if (!/^\d{1,3}$/.test(asked) || page < 1 || page > PAGES_MAX) throw new AppError('not_found', 'There is no such page.');
  const found = await snapshot(ctx.web, async (client) =>
    listedIncidents(client, await foundRows(client, text, { limit: A_PAGE + 1, offset: (page - 1) * A_PAGE })),
  );
  if (page > 1 && found.length === 0) throw new AppError('not_found', 'There is no such page.');
  return { text, page, incidents: found.slice(0, A_PAGE), hasOlder: found.length > A_PAGE, generatedAt: ctx.clock.now() };
}
