import { type Answer, type Body, isFigure, unreadable } from './answer.ts';
import type { Group } from './config.ts';
import { type HealthTerms, normalizeWord } from './health-words.ts';

const DETAIL_CHARS = 60;
/** A plain text that is longer is no word for health. */
const PLAIN_CHARS_MAX = 64;
const PLAIN_WORD = /^[a-z]+([_-][a-z]+)*$/i;

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

/** The one word of an answer in plain text, which ASP.NET, Kubernetes, Envoy and others send where their neighbours send JSON. */
function plainWordOf({ text, type }: Body): string | null {
  if (text.length > PLAIN_CHARS_MAX || !/^\s*text\/plain\s*(;|$)/i.test(type)) return null;
  const word = text.trim();
  return PLAIN_WORD.test(word) ? word : null;
}

/** Reads health and figures where the pointers of the group lead; a plain word is the health itself. */
export function readJsonAnswer(body: Body, how: NonNullable<Group['json']>): Answer {
  const word = how.health ? plainWordOf(body) : null;
  if (word !== null) return withFigures(healthOf(word, { words: how.words, place: 'in plain text' }), undefined, how);
  let value: unknown;
  try {
    value = JSON.parse(body.text);
  } catch {
    return unreadable('the answer is not JSON', excerptOf(body.text));
  }
  return withFigures(how.health ? healthAt(how.health, value, how) : { reading: { health: 'up' } }, value, how);
}

function withFigures(answer: Answer, value: unknown, how: NonNullable<Group['json']>): Answer {
  if (answer.reading.health === 'down') return answer;
  for (const key of ['dataAgeSeconds', 'latencyMs'] as const) {
    const pointer = how[key];
    if (!pointer) continue;
    const figure = atPointer(value, pointer);
    if (!isFigure(figure))
      return unreadable(
        `the answer has no number of at least 0 at ${pointer}`,
        figure === undefined ? undefined : excerptOf(figure),
      );
    answer.reading[key] = figure;
  }
  return answer;
}

function healthAt(pointer: string, value: unknown, { words }: NonNullable<Group['json']>): Answer {
  const found = atPointer(value, pointer);
  return found === undefined
    ? unreadable(`the answer has nothing at ${pointer}`)
    : healthOf(found, { words, place: `at ${pointer}` });
}

function healthOf(found: unknown, { words, place }: { words: HealthTerms; place: string }): Answer {
  const health = words.get(normalizeWord(found as string)); // whatever else it is, the map does not have it
  if (health === undefined)
    return unreadable(`its health ${place} is a word that is not known, and counts as down`, excerptOf(found));
  return health === 'down' ? unreadable(`it says that it is down ${place}`, excerptOf(found)) : { reading: { health } };
}

function excerptOf(found: unknown): string {
  const text = JSON.stringify(found) ?? '';
  return text.length > DETAIL_CHARS ? `${text.slice(0, DETAIL_CHARS)}…` : text;
}
