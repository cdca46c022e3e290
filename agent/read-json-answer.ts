import { type Answer, isFigure, unreadable } from './answer.ts';
import type { Group } from './config.ts';
import { normalizeWord } from './health-words.ts';

const DETAIL_CHARS = 60;

/** What a pointer (RFC 6901) leads to, or undefined. */
export function atPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** Reads health and figures where the pointers of the group lead. */
export function readJsonAnswer(text: string, how: NonNullable<Group['json']>): Answer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('the answer is not JSON', excerptOf(text));
  }
  const answer: Answer = how.health ? healthOf(atPointer(value, how.health), how) : { reading: { health: 'up' } };
  if (answer.reading.health === 'down') return answer;
  for (const key of ['dataAgeSeconds', 'latencyMs'] as const) {
    const pointer = how[key];
    if (!pointer) continue;
    const figure = atPointer(value, pointer);
    if (!isFigure(figure)) return unreadable(`the answer has no number of at least 0 at ${pointer}`, figure === undefined ? undefined : excerptOf(figure));
    answer.reading[key] = figure;
  }
  return answer;
}

function healthOf(found: unknown, { health: pointer, words }: NonNullable<Group['json']>): Answer {
  if (found === undefined) return unreadable(`the answer has nothing at ${pointer}`);
  const health = words.get(normalizeWord(found as string)); // whatever else it is, the map does not have it
  if (health === undefined) return unreadable(`its health at ${pointer} is a word that is not known, and counts as down`, excerptOf(found));
  return health === 'down' ? unreadable(`it says that it is down at ${pointer}`, excerptOf(found)) : { reading: { health } };
}

function excerptOf(found: unknown): string {
  const text = JSON.stringify(found) ?? '';
  return text.length > DETAIL_CHARS ? `${text.slice(0, DETAIL_CHARS)}…` : text;
}
