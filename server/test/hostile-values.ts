/**
 * Texts that every field must reject. PostgreSQL rejects U+0000 (its documentation, 8.3), UTF-8 cannot encode an unpaired surrogate (RFC 3629, 3),
 * terminals interpret U+001B (CVE-2003-0063), U+0085 is a C1 control, and the last text is longer than any field.
 */
export const REFUSED = ['a\u0000b', '\u0000', '\ud800', 'x\udfff', '\u001b[2J', 'a\u0085b', 'x'.repeat(60_000)];
/**
 * Texts that must be harmless whether they are accepted or rejected: property names of JavaScript objects, extreme times, characters that reverse text
 * (CVE-2021-42574), and code in other languages.
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
/** The same texts, and values of other types. */
export const OTHER: readonly unknown[] = [...HARMLESS, deep, 1e308, -1, null, true, {}];
export const HOSTILE_VALUES: readonly unknown[] = [...REFUSED, ...OTHER];
