const WORDS_PER_MINUTE = 220;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}.:'’-]*/gu;

/** Returns the number of words of a text. A number with its separators is one word. */
export function countWords(text: string): number {
  return text.match(WORD)?.length ?? 0;
}

/** Returns how many minutes it takes to read a number of words, at least one. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.ceil(words / WORDS_PER_MINUTE));
}
