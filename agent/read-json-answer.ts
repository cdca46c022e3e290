import { type Answer, type Body, downAnswer, isFigure } from './answer.ts';
import type { Group } from './config.ts';
import { type HealthByValue, normalizeValue } from './health-values.ts';
import { isTooDeep, JSON_DEPTH_MAX } from './json-depth.ts';

const DETAIL_CHARS = 60;
/** A longer plain text is not a health value. */
const PLAIN_CHARS_MAX = 64;
const PLAIN_WORD = /^[a-z]+([_-][a-z]+)*$/i;

/** Returns the value at a JSON pointer (RFC 6901), or undefined. */
export function atPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** Returns the single word of a plain-text response, which ASP.NET, Kubernetes, Envoy and others send instead of JSON. */
function plainValueOf({ text, type }: Body): string | null {
  if (text.length > PLAIN_CHARS_MAX || !/^\s*text\/plain\s*(;|$)/i.test(type)) return null;
  const word = text.trim();
  return PLAIN_WORD.test(word) ? word : null;
}

/** Reads health and figures at the pointers of the group. A single word in plain text is the health value. */
export function readJsonAnswer(body: Body, how: NonNullable<Group['json']>): Answer {
  const plain = how.health ? plainValueOf(body) : null;
  if (plain !== null)
    return withFigures(healthOf(plain, { values: how.values, place: 'in plain text' }), undefined, how);
  if (isTooDeep(body.text)) return downAnswer(`response nests JSON deeper than ${JSON_DEPTH_MAX} levels`);
  let value: unknown;
  try {
    value = JSON.parse(body.text);
  } catch {
    return downAnswer('response is not JSON', excerptOf(body.text));
  }
  return withFigures(how.health ? healthAt(how.health, value, how) : { sample: { health: 'up' } }, value, how);
}

function withFigures(answer: Answer, value: unknown, how: NonNullable<Group['json']>): Answer {
  if (answer.sample.health === 'down') return answer;
  for (const key of ['dataAgeSeconds', 'latencyMs'] as const) {
    const pointer = how[key];
    if (!pointer) continue;
    const figure = atPointer(value, pointer);
    if (!isFigure(figure))
      return downAnswer(
        `response has no number of at least 0 at ${pointer}`,
        figure === undefined ? undefined : excerptOf(figure),
      );
    answer.sample[key] = figure;
  }
  return answer;
}

function healthAt(pointer: string, value: unknown, { values }: NonNullable<Group['json']>): Answer {
  const found = atPointer(value, pointer);
  return found === undefined
    ? downAnswer(`response has no value at ${pointer}`)
    : healthOf(found, { values, place: `at ${pointer}` });
}

function healthOf(found: unknown, { values, place }: { values: HealthByValue; place: string }): Answer {
  const health = values.get(normalizeValue(found as string)); // the map has no other types
  if (health === undefined) return downAnswer(`health value ${place} is unknown and counts as down`, excerptOf(found));
  return health === 'down' ? downAnswer(`health value ${place} means down`, excerptOf(found)) : { sample: { health } };
}

function excerptOf(found: unknown): string {
  const text = JSON.stringify(found) ?? '';
  return text.length > DETAIL_CHARS ? `${text.slice(0, DETAIL_CHARS)}…` : text;
}
