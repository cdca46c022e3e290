import type pg from 'pg';
import type { ListedIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { areMoreThan, foundRows } from '#server/incidents/sql/history-incidents';
import { type ListedComponents, listedComponents } from './listed-components.ts';
import { readListed } from './read-incidents.ts';

const PER_PAGE = 25;
/** Only the newest incidents are searched, because each search reads their texts. */
const SEARCHED_MAX = 2_000;
const PAGES_MAX = SEARCHED_MAX / PER_PAGE;
const TEXT_LENGTH_MAX = 100;
const STATEMENT_MS_MAX = 2_000;
const STATEMENT_CANCELLED = '57014';

/** `searchedMax`: how many of the newest incidents were searched, if there are more; else null. */
export type FoundIncidents = ListedComponents & {
  text: string;
  page: number;
  incidents: ListedIncident[];
  hasOlder: boolean;
  searchedMax: number | null;
  generatedAt: Instant;
};
type Asked = { text: string; page?: string | undefined; component?: string | null };
type Limits = { searchedMax?: number; statementMsMax?: number };

/**
 * Finds public incidents with a text in title or updates, newest first, page by page. Longer texts are cut. Errors: not_found for an invalid page or
 * component; overloaded if too many searches wait or one takes too long.
 */
export async function searchIncidents(
  ctx: Pick<Context, 'web' | 'clock' | 'queues'>,
  { text: written, page: requested = '1', component = null }: Asked,
  { searchedMax = SEARCHED_MAX, statementMsMax = STATEMENT_MS_MAX }: Limits = {},
): Promise<FoundIncidents> {
  const text = written
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, TEXT_LENGTH_MAX);
  const page = Number(requested);
  if (!/^\d{1,3}$/.test(requested) || page < 1 || page > PAGES_MAX)
    throw new AppError('not_found', 'Page not found. Search again.');
  const read = (client: pg.ClientBase) =>
    readFound(client, text, { offset: (page - 1) * PER_PAGE, limit: PER_PAGE + 1, searchedMax, component });
  const { found, isCut, listed } = await ctx.queues.search
    .run(() => snapshot(ctx.web, read, statementMsMax))
    .catch(explainTimeout);
  if (page > 1 && found.length === 0) throw new AppError('not_found', 'Page not found. Search again.');
  return {
    ...listed,
    text,
    page,
    incidents: found.slice(0, PER_PAGE),
    hasOlder: found.length > PER_PAGE,
    searchedMax: isCut ? searchedMax : null,
    generatedAt: ctx.clock.now(),
  };
}

async function readFound(client: pg.ClientBase, text: string, search: Parameters<typeof foundRows>[2]) {
  const listed = await listedComponents(client, search.component);
  const found = await readListed(client, await foundRows(client, text, search));
  return { listed, found, isCut: await areMoreThan(client, search.searchedMax) };
}

function explainTimeout(error: { code?: string }): never {
  if (error.code === STATEMENT_CANCELLED) throw new AppError('overloaded', enIncidents.search.busy.text);
  throw error;
}
