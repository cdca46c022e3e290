import { type Label, takeLabels } from './metric-labels.ts';
import { type Cursor, cursorOf, fail, ParseError, peek, skipBlanks, take, takeName } from './text-cursor.ts';

type Condition = { label: string; isEqual: boolean; value: string };
/** Selects the samples of one metric whose labels meet every condition. `text` is the selector as written in the configuration. */
export type Selector = { text: string; metric: string; conditions: Condition[] };

/** PromQL without regular expressions, whose running time is not bounded. */
const DIALECT = { quotes: '"\'', operators: ['!=', '='] };
const NAME_LABEL = '__name__';
/** OpenMetrics writes the numbers in these labels as 1.0, the older format as 1. */
const NUMERIC_LABELS = new Set(['le', 'quantile']);
const UNQUOTED_NAME = /^[A-Za-z_:][\w:]*$/;

/** Parses a selector like `data_age_seconds{store="campaigns"}`. Errors: ParseError with the reason and the position. */
export function parseSelector(text: string): Selector {
  const cursor = cursorOf(text);
  skipBlanks(cursor);
  const prefix = takeName(cursor, 'metric');
  skipBlanks(cursor);
  const { name: quoted, labels } = peek(cursor) === '{' ? takeLabels(cursor, DIALECT) : { labels: [] };
  const names = [
    prefix,
    quoted,
    ...labels.filter(({ name, operator }) => name === NAME_LABEL && operator === '=').map(({ value }) => value),
  ].filter(Boolean);
  takeEnd(cursor, names.length === 0);
  if (names.length !== 1)
    throw new ParseError(names.length === 0 ? 'the metric has no name' : 'the metric is named twice', 0);
  const metric = names[0] as string;
  refuseImpossible(labels, metric);
  const conditions = labels
    .filter(({ name }) => name !== NAME_LABEL)
    .map(({ name, operator, value }) => ({ label: name, isEqual: operator === '=', value }));
  return { text, metric, conditions };
}

/** Rejects a selector that no sample can match, because its targets would always be down. Errors: ParseError at the second of two labels that exclude each other. */
function refuseImpossible(labels: readonly Label[], metric: string): void {
  const before: Pick<Label, 'name' | 'operator' | 'value'>[] = [{ name: NAME_LABEL, operator: '=', value: metric }];
  for (const label of labels) {
    const other = before.find((one) => one.name === label.name && excludes(one, label));
    if (other) throw new ParseError(`no sample can match ${written(other)} and ${written(label)}`, label.at);
    before.push(label);
  }
}

function excludes(a: Pick<Label, 'operator' | 'value'>, b: Label): boolean {
  if (a.operator === '!=' && b.operator === '!=') return false;
  return isSame(b.name, a.value, b.value) !== (a.operator === b.operator);
}

function written({ name, operator, value }: Pick<Label, 'name' | 'operator' | 'value'>): string {
  return `${name}${operator}${JSON.stringify(value)}`;
}

function takeEnd(cursor: Cursor, isNameless: boolean): void {
  skipBlanks(cursor);
  if (cursor.at === cursor.end) return;
  if (take(cursor, '.') || take(cursor, '-'))
    throw new ParseError(
      'a name with characters other than letters, digits, "_" and ":" must be in braces and quotes: {"my.metric"}',
      cursor.at - 1,
    );
  fail(cursor, isNameless ? 'a metric name' : '"{" or the end');
}

/** Returns whether a sample with these labels is selected. A missing label counts as empty, as in PromQL. */
export function isSelected({ conditions }: Selector, labels: ReadonlyMap<string, string>): boolean {
  return conditions.every(({ label, isEqual, value }) => isSame(label, labels.get(label) ?? '', value) === isEqual);
}

function isSame(label: string, found: string, wanted: string): boolean {
  return (
    found === wanted || (NUMERIC_LABELS.has(label) && found !== '' && wanted !== '' && Number(found) === Number(wanted))
  );
}

/** Returns whether every version of the formats allows the name without quotes. */
export function isPlainName(name: string): boolean {
  return UNQUOTED_NAME.test(name);
}
