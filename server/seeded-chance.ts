export type Chance = { below: (bound: number) => number; oneOf: <T>(values: readonly T[]) => T };

/** Creates a seeded random generator (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed;
  const below = (bound: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
  return { below, oneOf: (values) => values[below(values.length)] as (typeof values)[number] }; // below its length
}
