import { codeSpans } from '#domain/postmortem/claims/blank-unread';
import { type Fact, type PostmortemRecord, roleOf } from './facts.ts';
import { formatClock, formatFact } from './format-figure.ts';

/** A live reference in a text, like `{{episode.1.start}}`, with its key. Offsets are in UTF-16 units. */
export type Reference = { start: number; end: number; key: string };

const REFERENCE = /\{\{[ \t]{0,10}([\w./-]{1,80})[ \t]{0,10}\}\}/g;
const UPTIME_OF_PERIOD = /^((?:[a-z0-9-]+\/)?uptime)\.(\d{4}(?:-\d\d)?)$/;

/** Returns the live references of a Markdown text in order, with unknown keys too. Code is left out. */
export function referencesIn(text: string): Reference[] {
  if (!text.includes('{{')) return [];
  const code = codeSpans(text);
  let next = 0;
  return [...text.matchAll(REFERENCE)].flatMap(({ index, 0: found, 1: key = '' }) => {
    while (next < code.length && (code[next]?.end ?? 0) <= index) next++;
    const isCode = (code[next]?.start ?? Number.POSITIVE_INFINITY) <= index;
    return isCode ? [] : [{ start: index, end: index + found.length, key }];
  });
}

/** Returns the keys that a text can refer to, with their values as they are shown. */
export function referenceValues({ facts, from }: PostmortemRecord): { key: string; fact: Fact; value: string }[] {
  return facts.filter(isReferable).map((fact) => ({ key: fact.key, fact, value: shown(fact, from) }));
}

/** Puts the values of the record in place of live references. Unknown ones stay in the text and are returned. */
export function resolveReferences(text: string, record: PostmortemRecord): { text: string; unknown: Reference[] } {
  const values = valuesByKey(record);
  const unknown: Reference[] = [];
  let resolved = '';
  let done = 0;
  for (const reference of referencesIn(text)) {
    const value = values.get(reference.key);
    if (value === undefined) unknown.push(reference);
    resolved += text.slice(done, reference.start) + (value ?? text.slice(reference.start, reference.end));
    done = reference.end;
  }
  return { text: resolved + text.slice(done), unknown };
}

/** Returns the shown values by key. An uptime can be named by its period too: `uptime.2022-03` is `uptime.month` of an incident in March 2022. */
export function valuesByKey(record: PostmortemRecord): Map<string, string> {
  const values = new Map<string, string>();
  for (const { key, fact, value } of referenceValues(record)) {
    const ofPeriod = fact.period === undefined ? null : key.replace(/\.(?:month|year)$/, `.${fact.period}`);
    if (ofPeriod !== null && UPTIME_OF_PERIOD.test(ofPeriod)) values.set(ofPeriod, value);
    values.set(key, value);
  }
  return values;
}

/** Times of updates and timeline entries are only compared with texts: their numbers change when one is added. */
function isReferable({ key }: Fact): boolean {
  const role = roleOf(key);
  return role !== null && role !== 'update' && role !== 'timeline';
}

function shown(fact: Fact, from: number): string {
  return fact.kind === 'instant' ? formatClock(fact.value) : formatFact(fact, from);
}
