import { z } from 'zod';
import { linePattern } from '#server/markdown/plain-text';

type Issue = { input?: unknown };

/** Returns the error of a value of the wrong type, which also says if it is missing. */
export const missingOr = (expected: string) => ({
  error: ({ input }: Issue) => (input === undefined ? `is missing; must be ${expected}` : `must be ${expected}`),
});

/** Builds the schema of a text on one line. */
export function text(lengthMax: number, expected: string) {
  return z.string(missingOr(`${expected}, quoted if it looks like a number`)).regex(linePattern(1, lengthMax), {
    error: `must be ${expected} of 1 to ${lengthMax} characters, on one line`,
  });
}

/** Builds the schema of an object without other keys. The error for an unknown key lists the valid ones. */
export function strict<T extends z.ZodRawShape>(shape: T, what: string) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: unknown key; must be one of ${keys}`
        : `must be ${what} (${keys})`,
  });
}

/** Builds the schema of a list, empty if it is left out. */
export const list = <T extends z.ZodType>(item: T) => z.array(item, { error: 'must be a list' }).default([]);
