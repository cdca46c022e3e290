import { type Label, takeLabels } from './metric-labels.ts';
import { type Cursor, cursorOf, fail, ParseError, peek, skipBlanks, type Text, takeName, takeWord } from './text-cursor.ts';

/** A line of the metrics that are asked for is not read beyond this. */
const LINE_CHARS_MAX = 128 * 1024;
const DIALECT = { quotes: '"', operators: ['='] };
const END = '# EOF';
const START_TIME = /^[cs]t@/;

type Sample = { metric: string; labels: ReadonlyMap<string, string>; value: number };

/**
 * Reads the samples of the wanted metrics from an answer in the Prometheus text format (0.0.4, 1.0.0) or OpenMetrics, in time proportional
 * to its length. Lines of other metrics are skipped unread. Timestamps and exemplars do not matter here. Returns whether the answer says
 * that it is whole, as OpenMetrics does with "# EOF". Errors: ParseError, which names the line of a wanted metric that cannot be read: the
 * worst sample may be there.
 */
export function scanMetrics(text: Text, wanted: ReadonlySet<string>, onSample: (sample: Sample) => void): { isWhole: boolean } {
  let number = 1;
  for (let from = 0; from < text.length; number++) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    if (isEnd(text, from, end)) return { isWhole: true };
    try {
      const sample = sampleOf(text, { from, end }, wanted);
      if (sample) onSample(sample);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      throw new ParseError(`line ${number}, character ${error.at - from + 1}: ${error.message}`, error.at);
    }
    from = end + 1;
  }
  return { isWhole: false };
}

function isEnd(text: Text, from: number, end: number): boolean {
  return end - from >= END.length && end - from <= END.length + 1 && text.slice(from, end).trimEnd() === END;
}

function sampleOf(text: Text, { from, end }: { from: number; end: number }, wanted: ReadonlySet<string>): Sample | null {
  const cursor = cursorOf(text, from, Math.min(end, from + LINE_CHARS_MAX));
  skipBlanks(cursor);
  const prefix = takeName(cursor, 'metric');
  const isQuoted = prefix === '' && peek(cursor) === '{';
  if (!isQuoted && !wanted.has(prefix)) return null;
  if (end > cursor.end) throw new ParseError(`the line is longer than ${LINE_CHARS_MAX} characters`, cursor.end);
  skipBlanks(cursor);
  const { name = prefix, labels } = peek(cursor) === '{' ? takeLabels(cursor, DIALECT) : { labels: [] };
  if (name === '' || (prefix !== '' && name !== prefix)) fail(cursor, 'one name of the metric');
  if (!wanted.has(name)) return null;
  skipBlanks(cursor);
  const value = takeNumber(cursor);
  skipTimes(cursor);
  return { metric: name, labels: byName(labels, from), value };
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
