import type { Trouble } from './status.ts';

/** Maximum length of the sentence that describes the effect of a failure, in characters. */
export const EFFECT_LENGTH_MAX = 200;

/** What readers notice while a component has a status, as a sentence; optional for each. */
export type Effects = Partial<Record<Trouble, string>>;

/** Returns the effect of failing components for the placeholder {{effect}}, without the last full stop: their sentences, or else the words of their statuses. */
export function effectText(
  failing: readonly { status: Trouble; effects: Effects }[],
  labels: Readonly<Record<Trouble, string>>,
): string {
  return distinct(failing.map(({ status, effects }) => effects[status] ?? labels[status])).join('. ');
}

/** Returns the sentences of failing components, each once, with a full stop. */
export function effectSentences(failing: readonly { status: Trouble; effects: Effects }[]): string[] {
  return distinct(failing.flatMap(({ status, effects }) => effects[status] ?? [])).map((sentence) => `${sentence}.`);
}

function distinct(sentences: readonly string[]): string[] {
  return [...new Set(sentences.map((sentence) => sentence.replace(/\.+$/, '')))];
}
