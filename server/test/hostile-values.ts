/**
 * What nobody may send in any text. U+0000 is what PostgreSQL refuses (its documentation, 8.3), half of a surrogate pair what UTF-8 cannot hold (RFC
 * 3629, 3), U+001B what terminals obey (CVE-2003-0063 and its kin), U+0085 a C1 control; the last is longer than any field.
 */
export const REFUSED = ['a\u0000b', '\u0000', '\ud800', 'x\udfff', '\u001b[2J', 'a\u0085b', 'x'.repeat(60_000)];
/**
 * What must do no harm, whether it is taken or not: names that objects of JavaScript know, instants at the ends of what can be written, what turns
 * text round (CVE-2021-42574), and what other languages would run.
 */
export const HARMLESS = [
  '__proto__',
  'constructor',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '\u202eabc',
  '\u2066',
  'x\u200f',
  "' OR 1=1 --",
];
const deep = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) as unknown;
/** The same, and values of another type. */
export const OTHER: readonly unknown[] = [...HARMLESS, deep, 1e308, -1, null, true, {}];
export const HOSTILE_VALUES: readonly unknown[] = [...REFUSED, ...OTHER];
