import { type Cursor, fail, peek, skipBlanks, take, takeName, takeQuoted } from './text-cursor.ts';

/** `at` is the offset of the name. */
export type Label = { name: string; operator: string; value: string; at: number };

/** The differences in syntax between the labels of a sample and those of a selector in the configuration. */
export type Dialect = { quotes: string; operators: readonly string[] };

/**
 * Takes labels in braces; the cursor is at the opening brace. A quoted text without a value is the name of the metric: `{"my.metric", "label.x"="y"}`.
 * A comma after the last label is allowed.
 */
export function takeLabels(cursor: Cursor, dialect: Dialect): { name?: string; labels: Label[] } {
  const labels: Label[] = [];
  let metric: string | undefined;
  take(cursor, '{');
  for (skipBlanks(cursor); !take(cursor, '}'); skipBlanks(cursor)) {
    const at = cursor.at;
    const isQuoted = isQuote(cursor, dialect);
    const name = isQuoted ? takeQuoted(cursor) : takeName(cursor, 'label');
    if (name === '') fail(cursor, 'a label name or "}"');
    skipBlanks(cursor);
    if (isQuoted && metric === undefined && (peek(cursor) === ',' || peek(cursor) === '}')) metric = name;
    else labels.push({ name, at, ...takeMatch(cursor, dialect) });
    skipBlanks(cursor);
    if (!take(cursor, ',') && peek(cursor) !== '}') fail(cursor, '"," or "}"');
  }
  return { ...(metric === undefined ? {} : { name: metric }), labels };
}

function takeMatch(cursor: Cursor, dialect: Dialect): Pick<Label, 'operator' | 'value'> {
  const operator = dialect.operators.find((one) => take(cursor, one));
  if (!operator || peek(cursor) === '~')
    fail(cursor, `${dialect.operators.map((one) => `"${one}"`).join(' or ')} and a value in quotes`);
  skipBlanks(cursor);
  if (!isQuote(cursor, dialect)) fail(cursor, 'a value in quotes');
  return { operator, value: takeQuoted(cursor) };
}

function isQuote(cursor: Cursor, { quotes }: Dialect): boolean {
  const next = peek(cursor);
  return next !== '' && quotes.includes(next);
}
