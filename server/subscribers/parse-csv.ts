import { parse } from 'csv-parse/sync';
import type { ReadRow } from '#domain/subscription/plan-import';
import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { endpointAddress } from './endpoint-address.ts';
import { type ResolvedChoice, resolveChoice } from './resolve-choice.ts';
import { addSubscriberSchema } from './schemas.ts';
import type { NewSubscriber } from './write-subscribers.ts';

export const COLUMNS = ['channel', 'address', 'components', 'minimumImpact', 'language', 'timeZone'] as const;
/** Columns that a file may have besides. `state` is in exports and has no effect. */
const MORE_COLUMNS = ['ownerEmail', 'events', 'state'] as const;
const ALLOWED = new Set<string>([...COLUMNS, ...MORE_COLUMNS]);
const NEEDED = ['channel', 'address'];
const CHARACTERS_MAX = 10_000_000;
const ROWS_MAX = 20_000;
/** Characters of an unknown column that the error repeats. */
const NAME_SHOWN_MAX = 40;
const HEADER_LINES = 1;
/** Exports prefix what a spreadsheet would run as a formula. */
const FORMULA_GUARD = /^'(?=[=+\-@\t\r])/;

/** A row of the file; `subscriber` is null where it is invalid. */
export type ParsedRow = ReadRow & { subscriber: Omit<NewSubscriber, 'isConfirmed'> | null };
type Cells = Record<string, string>;

/** Returns what identifies a subscription to all incidents. */
export function keyOf({ channel, address }: { channel: string; address: string }): string {
  return `${channel} ${address}`;
}

/** Parses a CSV file of subscribers. A row with an error does not affect the others. Errors: invalid_input about the file as a whole. */
export function parseSubscriberCsv(
  ctx: Pick<ActingContext, 'safeFetch' | 'publicOrigin'>,
  text: string,
  componentIds: ReadonlyMap<string, number>,
): ParsedRow[] {
  if (text.length > CHARACTERS_MAX)
    throw new AppError('invalid_input', `The file must have at most ${CHARACTERS_MAX} characters.`);
  const [header = [], ...rows] = cellsOf(text);
  assertHeader(header);
  if (rows.length > ROWS_MAX) throw new AppError('invalid_input', `The file must have at most ${ROWS_MAX} rows.`);
  return rows.map((cells, i) => {
    const named: Cells = Object.fromEntries(
      header.map((name, at) => [name, (cells[at] ?? '').replace(FORMULA_GUARD, '')]),
    );
    return parseRow(ctx, i + 1 + HEADER_LINES, named, componentIds);
  });
}

function cellsOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw new AppError('invalid_input', `The file is not valid CSV: ${(error as Error).message}`);
  }
}

function assertHeader(header: readonly string[]): void {
  const allowed = `Allowed columns: ${[...ALLOWED].join(', ')}.`;
  if (NEEDED.some((name) => !header.includes(name)))
    throw new AppError('invalid_input', `The header must contain ${NEEDED.join(' and ')}. ${allowed}`);
  const unknown = header.find((name) => !ALLOWED.has(name));
  if (unknown !== undefined)
    throw new AppError('invalid_input', `Unknown column "${unknown.slice(0, NAME_SHOWN_MAX)}". ${allowed}`);
}

function parseRow(
  ctx: Pick<ActingContext, 'safeFetch' | 'publicOrigin'>,
  row: number,
  cells: Cells,
  componentIds: ReadonlyMap<string, number>,
): ParsedRow {
  const shown = {
    row,
    channel: cells.channel ?? '',
    address: cells.address ?? '',
    components: cells.components ?? '',
  };
  try {
    const subscriber = subscriberOf(ctx, cells, componentIds);
    return { ...shown, address: subscriber.address, key: keyOf(subscriber), fault: null, subscriber };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...shown, key: null, fault: error.message, subscriber: null };
  }
}

function subscriberOf(
  ctx: Pick<ActingContext, 'safeFetch' | 'publicOrigin'>,
  cells: Cells,
  componentIds: ReadonlyMap<string, number>,
): Omit<NewSubscriber, 'isConfirmed'> {
  const { state: _, components = '', events = '', ...rest } = cells;
  const words = (cell: string) => cell.split(/\s+/).filter(Boolean);
  const input = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
    components: words(components),
    ...(events === '' ? {} : { events: words(events) }),
  };
  const given = parseInput(addSubscriberSchema, input);
  const choice: ResolvedChoice = resolveChoice(given, componentIds);
  const address = given.channel === 'webhook' ? endpointAddress(ctx, given.address) : given.address;
  return { channel: given.channel, address, ownerEmail: given.ownerEmail ?? null, incidentId: null, choice };
}
