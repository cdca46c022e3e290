/** A passage that is probably the name of a person. */
type NamePassage = { start: number; end: number; text: string };

/** Words with a capital, one after the other, as in "Then Jane Miller". */
const CAPITALISED_RUN = /\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*)+/gu;
const TITLE_OR_HANDLE = /\b(?:Mr|Mrs|Ms|Dr)\.? \p{Lu}\p{Ll}+|(?<=^|[\s(])@[a-z][\w-]{1,30}/gu;
/** What people do. A name is only found beside such a word: advice that is wrong is worse than none. */
const ACT =
  /^ (?:restarted|deployed|noticed|ran|pushed|forgot|deleted|decided|said|joined|called|paged|merged|reverted|rolled|found|wrote|changed|executed|typed|missed|fixed|started)\b/;
const ROLE = /\b(?:engineers?|colleague|manager|operator|developer|administrator|by|and|with|asked|called|paged|to) $/;
const NEAR_LENGTH = 20;
/** Words of places, products and teams, which are written like names. */
const NO_NAME = new RegExp(
  String.raw`\b(?:${[
    'Cloud Web Services? Data Networks? Platform Support Teams? Engineering Operations Databases? Servers? Cent(?:er|re) Systems?',
    'Online Status Page Region Zone North South East West New San Los Pacific Eastern Central Standard Daylight Time',
    'January February March April May June July August September October November December',
    '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day The This Our We No All Kubernetes Postgres Google Amazon Azure Microsoft Redis',
  ]
    .join(' ')
    .replaceAll(' ', '|')})\b`,
);

/** Finds names of people: two words with a capital beside a role or an act of a person, titles and handles. `known`: names of components and the company. */
export function personNames(text: string, known: readonly string[]): NamePassage[] {
  const pairs = [...text.matchAll(CAPITALISED_RUN)].flatMap(({ index, 0: run }) => pairIn(text, index, run));
  const others = [...text.matchAll(TITLE_OR_HANDLE)].map(({ index, 0: found }) => passage(index, found));
  const names = known.map((name) => name.toLowerCase());
  return [...pairs, ...others].filter(
    (one) => !NO_NAME.test(one.text) && !names.some((name) => one.text.toLowerCase().includes(name)),
  );
}

/** Returns the last two words of a run. A longer run is the name of a thing, unless a person acts after it: "Then Jane Miller restarted". */
function pairIn(text: string, start: number, run: string): NamePassage[] {
  const words = run.split(' ');
  const acts = ACT.test(text.slice(start + run.length, start + run.length + NEAR_LENGTH));
  const hasRole = words.length === 2 && ROLE.test(text.slice(Math.max(0, start - NEAR_LENGTH), start));
  if (words.length > 3 || !(acts || hasRole)) return [];
  const pair = words.slice(-2).join(' ');
  return [passage(start + run.length - pair.length, pair)];
}

function passage(start: number, text: string): NamePassage {
  return { start, end: start + text.length, text };
}
