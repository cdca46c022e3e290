import { type Label, takeLabels } from './metric-labels.ts';
import {
  type Cursor,
  cursorOf,
  fail,
  ParseError,
  peek,
  skipBlanks,
  type Text,
  takeName,
  takeQuoted,
  takeToken,
} from './text-cursor.ts';

/** Limit of a line of a wanted metric. */
const LINE_CHARS_MAX = 128 * 1024;
const DIALECT = { quotes: '"', operators: ['='] };
const END = '# EOF';
const START_TIME = /^[cs]t@/;

type Sample = { metric: string; labels: ReadonlyMap<string, string>; value: number };
type Line = { from: number; end: number; isEnded: boolean };
/** `isOpenMetrics`: the text must end with "# EOF", which is an ordinary comment in the Prometheus text format. */
type Wanted = { metrics: ReadonlySet<string>; isOpenMetrics: boolean };

/**
 * Reads the samples of the wanted metrics from a response in the Prometheus text format (0.0.4, 1.0.0) or OpenMetrics, in time proportional
 * to its length. Lines of other metrics are skipped; timestamps and exemplars are ignored. Errors: ParseError with the line of a wanted metric
 * that is invalid, or for a truncated response, because the worst sample may be missing.
 */
export function scanMetrics(text: Text, { metrics, isOpenMetrics }: Wanted, onSample: (sample: Sample) => void): void {
  let number = 1;
  for (let from = 0; from < text.length; number++) {
    const newline = text.indexOf('\n', from);
    const line = { from, end: newline === -1 ? text.length : newline, isEnded: newline !== -1 };
    if (isOpenMetrics && isEnd(text, line)) {
      refuseMore(text, line.end + 1, number + 1);
      return;
    }
    try {
      const sample = sampleOf(text, line, metrics);
      if (sample) onSample(sample);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      throw new ParseError(`line ${number}, character ${error.at - from + 1}: ${error.message}`, error.at);
    }
    from = line.end + 1;
  }
  if (isOpenMetrics) throw new ParseError('no "# EOF" at the end; the response may be truncated', text.length);
}

function isEnd(text: Text, { from, end }: Line): boolean {
  return end - from >= END.length && end - from <= END.length + 1 && text.slice(from, end).trimEnd() === END;
}

function refuseMore(text: Text, at: number, line: number): void {
  if (at < text.length) throw new ParseError(`line ${line}: expected nothing after "# EOF"`, at);
}

function sampleOf(text: Text, { from, end, isEnded }: Line, wanted: ReadonlySet<string>): Sample | null {
  const cursor = cursorOf(text, from, Math.min(end, from + LINE_CHARS_MAX));
  skipBlanks(cursor);
  const prefix = takeName(cursor, 'metric');
  if (!isEnded && prefix !== '' && cursor.at === end && isBeginning(prefix, wanted)) throw truncated(end);
  const isQuoted = prefix === '' && peek(cursor) === '{';
  if (isQuoted ? !namesAny(cursorOf(text, cursor.at, end), wanted) : !wanted.has(prefix)) return null;
  if (end > cursor.end) throw new ParseError(`the line is longer than ${LINE_CHARS_MAX} characters`, cursor.end);
  skipBlanks(cursor);
  const { name = prefix, labels } = peek(cursor) === '{' ? takeLabels(cursor, DIALECT) : { labels: [] };
  if (name === '' || (prefix !== '' && name !== prefix)) fail(cursor, 'exactly one metric name');
  if (!wanted.has(name)) return null;
  skipBlanks(cursor);
  const value = takeNumber(cursor);
  skipTimes(cursor);
  if (!isEnded) throw truncated(end);
  return { metric: name, labels: byName(labels, from), value };
}

/** Both formats end every sample with a line feed. Without it, digits may be missing. */
function truncated(at: number): ParseError {
  return new ParseError('missing newline at the end; the response may be truncated', at);
}

function isBeginning(text: string, wanted: ReadonlySet<string>): boolean {
  return wanted.values().some((name) => name.startsWith(text));
}

/** Returns whether a line that starts with a brace may name a wanted metric: whether a quoted text other than a label value is such a name. */
function namesAny(line: Cursor, wanted: ReadonlySet<string>): boolean {
  for (let before = ''; line.at < line.end; ) {
    const next = peek(line);
    if (next !== '"') {
      if (next.trim() !== '') before = next;
      line.at++;
      continue;
    }
    const from = line.at;
    const name = takeQuotedOrNull(line);
    if (name === null) {
      const rest = line.text.slice(from + 1, line.end);
      return before !== '=' && (isBeginning(rest, wanted) || wanted.values().some((one) => rest.startsWith(one)));
    }
    if (before !== '=' && wanted.has(name)) return true;
    before = '"';
  }
  return false;
}

function takeQuotedOrNull(cursor: Cursor): string | null {
  try {
    return takeQuoted(cursor);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** Skips a timestamp (milliseconds, or seconds in OpenMetrics) and the start time, which OpenMetrics 2.0 writes as st@. */
function skipTimes(cursor: Cursor): void {
  let isTimed = false;
  for (skipBlanks(cursor); cursor.at < cursor.end && peek(cursor) !== '#'; skipBlanks(cursor)) {
    const from = cursor.at;
    const token = takeToken(cursor);
    const isStart = START_TIME.test(token);
    if (!isNumber(token.replace(START_TIME, '')) || (isTimed && !isStart)) {
      cursor.at = from;
      fail(cursor, isTimed ? 'the end of the line' : 'a timestamp or the end of the line');
    }
    isTimed ||= !isStart;
  }
}

function takeNumber(cursor: Cursor): number {
  const from = cursor.at;
  const token = takeToken(cursor);
  if (isNumber(token)) return numberOf(token);
  cursor.at = from;
  return fail(cursor, 'a value');
}

/** Returns whether a text is a number in both formats, which allow no "_", no hexadecimal digits and no JavaScript keywords. */
function isNumber(token: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(token) || /^([+-]?inf(inity)?|nan)$/i.test(token);
}

function numberOf(token: string): number {
  if (/^nan$/i.test(token)) return Number.NaN;
  if (/inf/i.test(token)) return token.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(token);
}

function byName(labels: readonly Label[], at: number): ReadonlyMap<string, string> {
  const found = new Map(labels.map(({ name, value }) => [name, value]));
  if (found.size < labels.length) throw new ParseError('duplicate label', at);
  return found;
}
