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
  takeWord,
} from './text-cursor.ts';

/** A line of the metrics that are asked for is not read beyond this. */
const LINE_CHARS_MAX = 128 * 1024;
const DIALECT = { quotes: '"', operators: ['='] };
const END = '# EOF';
const START_TIME = /^[cs]t@/;

type Sample = { metric: string; labels: ReadonlyMap<string, string>; value: number };
type Line = { from: number; end: number; isEnded: boolean };
/** `isOpenMetrics`: the format ends with "# EOF", which is a comment like any other in the Prometheus text format. */
type Wanted = { metrics: ReadonlySet<string>; isOpenMetrics: boolean };

/**
 * Reads the samples of the wanted metrics from an answer in the Prometheus text format (0.0.4, 1.0.0) or OpenMetrics, in time proportional
 * to its length. Lines that name none of them are skipped. Timestamps and exemplars do not matter here. Errors: ParseError, which names the
 * line of a wanted metric that cannot be read, or says that the answer is cut off: the worst sample may be there.
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
  if (isOpenMetrics) throw new ParseError('it ends without "# EOF", and may be cut off', text.length);
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
  if (!isEnded && prefix !== '' && cursor.at === end && isBeginning(prefix, wanted)) throw cutOff(end);
  const isQuoted = prefix === '' && peek(cursor) === '{';
  if (isQuoted ? !namesAny(cursorOf(text, cursor.at, end), wanted) : !wanted.has(prefix)) return null;
  if (end > cursor.end) throw new ParseError(`the line is longer than ${LINE_CHARS_MAX} characters`, cursor.end);
  skipBlanks(cursor);
  const { name = prefix, labels } = peek(cursor) === '{' ? takeLabels(cursor, DIALECT) : { labels: [] };
  if (name === '' || (prefix !== '' && name !== prefix)) fail(cursor, 'one name of the metric');
  if (!wanted.has(name)) return null;
  skipBlanks(cursor);
  const value = takeNumber(cursor);
  skipTimes(cursor);
  if (!isEnded) throw cutOff(end);
  return { metric: name, labels: byName(labels, from), value };
}

/** Both formats end every line of a sample with a line feed: without it, digits may be missing. */
function cutOff(at: number): ParseError {
  return new ParseError('expected a line feed at the end; the answer may be cut off', at);
}

function isBeginning(text: string, wanted: ReadonlySet<string>): boolean {
  return wanted.values().some((name) => name.startsWith(text));
}

/** Whether a line that begins with a brace may name a wanted metric: whether one is among its texts in quotes that are not the value of a label. */
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

/** Skips a timestamp, in milliseconds or in OpenMetrics in seconds, and the start time that the second version of OpenMetrics writes as st@. */
function skipTimes(cursor: Cursor): void {
  let isTimed = false;
  for (skipBlanks(cursor); cursor.at < cursor.end && peek(cursor) !== '#'; skipBlanks(cursor)) {
    const from = cursor.at;
    const word = takeWord(cursor);
    const isStart = START_TIME.test(word);
    if (!isNumber(word.replace(START_TIME, '')) || (isTimed && !isStart)) {
      cursor.at = from;
      fail(cursor, isTimed ? 'the end of the line' : 'a timestamp or the end of the line');
    }
    isTimed ||= !isStart;
  }
}

function takeNumber(cursor: Cursor): number {
  const from = cursor.at;
  const word = takeWord(cursor);
  if (isNumber(word)) return numberOf(word);
  cursor.at = from;
  return fail(cursor, 'a value');
}

/** As both formats write numbers: without "_", hexadecimal digits and the words that JavaScript knows besides. */
function isNumber(word: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(word) || /^([+-]?inf(inity)?|nan)$/i.test(word);
}

function numberOf(word: string): number {
  if (/^nan$/i.test(word)) return Number.NaN;
  if (/inf/i.test(word)) return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(word);
}

function byName(labels: readonly Label[], at: number): ReadonlyMap<string, string> {
  const found = new Map(labels.map(({ name, value }) => [name, value]));
  if (found.size < labels.length) throw new ParseError('a label is there twice', at);
  return found;
}
