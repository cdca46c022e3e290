import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCOPES } from '#domain/access/permission';
import { PROBLEMS } from '#server/errors';
import { openApiDocument } from '#server/http/openapi/openapi';

const ROOT = path.resolve(import.meta.dirname, '..');
const SKIPPED = new Set(['node_modules', 'generated', 'test-results', 'playwright-report', 'coverage']);
const CODE = /\.(ts|tsx|mjs|js|sql|prisma|css)$/;

type File = { path: string; text: string };

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

const FILES: File[] = filesBelow('.')
  .filter((file) => (CODE.test(file) || file.endsWith('.md')) && file !== 'test/docs.test.ts')
  .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
const DOCS = FILES.filter((file) => file.path.endsWith('.md'));

const CITED = /\brules?\s+(\d+)((?:\s*(?:,|and|to|–)\s*\d+)*)/gi;

/** Returns the numbers of the measurement rules that a text cites; "rules 1 to 4" cites four. */
function rulesCited(text: string): number[] {
  return [...text.matchAll(CITED)].flatMap(([whole, first = '', more = '']) => {
    const numbers = [first, ...(more.match(/\d+/g) ?? [])].map(Number);
    const [from = 0, to = 0] = [Math.min(...numbers), Math.max(...numbers)];
    return /\bto\b|–/.test(whole) ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : numbers;
  });
}

const RULES_MD = readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8');
const RULES = new Set([...RULES_MD.matchAll(/^## Rule (\d+):/gm)].map(([, number]) => Number(number)));

/** Returns the anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchorsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

/** Returns the relative links of a document that lead to no file or to no heading. */
function brokenLinks({ path: from, text }: File): string[] {
  return [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(
    ([link, to = '', anchor]) => {
      const file = to === '' ? from : path.posix.join(path.posix.dirname(from), to);
      if (!existsSync(path.join(ROOT, file))) return [`${from}: ${link}`];
      if (anchor === undefined || !file.endsWith('.md')) return [];
      const target = to === '' ? text : readFileSync(path.join(ROOT, file), 'utf8');
      return anchorsOf(target).has(anchor) ? [] : [`${from}: ${link}`];
    },
  );
}

const PATH_IN_DOCS =
  /`((?:agent|app|bench|components|domain|e2e|examples|fleet|messages|prisma|public|scripts|server|test)\/[\w@./()[\]-]*)`/g;

/** Returns the paths of code that a document names and that do not exist. */
function missingPaths({ path: from, text }: File): string[] {
  return [...text.matchAll(PATH_IN_DOCS)].flatMap(([, named = '']) =>
    existsSync(path.join(ROOT, named)) ? [] : [`${from}: ${named}`],
  );
}

const DECISIONS = DOCS.filter((file) => file.path.startsWith('docs/decisions/'));
const DECISION_LINES_MAX = 40;
const DECISION = /^# (\d{4}) [^\n]+\n\n## Context\n[\s\S]+\n## Decision\n[\s\S]+\n## Consequences\n[\s\S]+$/;

/** Returns what is wrong with the form of a decision: its sections, its number or its length. */
function formFaults({ path: name, text }: File): string[] {
  const number = DECISION.exec(text)?.[1];
  if (number === undefined) return [`${name} must have a number, Context, Decision and Consequences`];
  const faults = path.posix.basename(name).startsWith(number) ? [] : ['has another number'];
  if (text.split('\n').length > DECISION_LINES_MAX) faults.push(`has more than ${DECISION_LINES_MAX} lines`);
  return faults.map((fault) => `${name} ${fault}`);
}

const PROSE_LENGTH_MAX = 120;
/** Rows of tables, and lines of code that cannot be wrapped. */
const UNWRAPPED = /^\s*(\||- \{|"|\{)/;

/** Phrases that must not return, and what to write instead (docs/glossary.md). */
const RETIRED: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bwhoever\b/i, 'anyone who, the person who'],
  [/\bsomebody\b/i, 'someone, or the role'],
  [/\b(is|are|was|were|be|been) told\b/i, 'is notified, is published'],
  [/\bby itself\b/i, 'automatically, separately'],
  [/\b(goes|go|went|going) on\b/i, 'continues, is ongoing'],
  [/\banew\b/i, 'again'],
  [/\bmeanwhile\b/i, 'until then, in between'],
  [/\bjudge(s|d|ment|ments)?\b/i, 'evaluate, evaluation'],
  [/\bkeeper\b/i, 'incident automation'],
  [/\bways? (in|out)\b/i, 'endpoint, route, request'],
  [/\bwell again\b/i, 'operational, recovered'],
  [/\bgone quiet\b/i, 'silent'],
  [/\bwords to begin with\b/i, 'template'],
  [/\b(it|that) (is|was) so\b/i, 'the time of the event'],
  [/\b(once|twice|times) a (second|minute|hour|day|week|month|year)\b/i, 'per'],
];

/** Returns the comments of a source; the other lines are empty. */
function commentsOf(text: string): string {
  const comments = [...text.matchAll(/(?<=^|\s)\/\/[^\n]*|\/\*[\s\S]*?\*\/|^\s*--[^\n]*/gm)];
  return comments.map(([comment]) => comment).join('\n');
}

/** Returns the retired phrases of a text, with their lines. */
function retiredPhrases({ path: name, text }: File, retired = RETIRED): string[] {
  return text.split('\n').flatMap((line, i) =>
    retired.flatMap(([phrase, instead]) => {
      const found = phrase.exec(line)?.[0];
      return found === undefined ? [] : [`${name}:${i + 1} "${found}": write ${instead}`];
    }),
  );
}

describe('measurement rules', () => {
  test('docs/rules.md has every rule that code and docs cite', () => {
    const missing = FILES.flatMap(({ path: file, text }) =>
      rulesCited(text)
        .filter((rule) => !RULES.has(rule))
        .map((rule) => `${file} cites rule ${rule}`),
    );
    expect(missing).toEqual([]);
    expect([...RULES]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('finds each way to cite a rule', () => {
    expect(rulesCited('/** Rule 12. */ rules 1 and 2; rules 1 to 3; Rules 4, 5')).toEqual([12, 1, 2, 1, 2, 3, 4, 5]);
  });

  test('gives an example for each rule', () => {
    const sections = RULES_MD.split(/^## /m).filter((section) => section.startsWith('Rule '));
    expect(
      sections.filter((section) => !section.includes('*Example.*')).map((section) => section.split('\n')[0]),
    ).toEqual([]);
  });
});

describe('docs', () => {
  test('link to files and headings that exist', () => {
    expect(DOCS.flatMap(brokenLinks)).toEqual([]);
    expect(brokenLinks({ path: 'docs/a.md', text: '[a](none.md) [b](rules.md#none) [c](#none)' })).toHaveLength(3);
  });

  test('name files and folders that exist', () => {
    expect(DOCS.flatMap(missingPaths)).toEqual([]);
    expect(missingPaths({ path: 'docs/a.md', text: 'see `server/none.ts`' })).toHaveLength(1);
  });

  test('use no retired phrase', () => {
    expect(DOCS.flatMap((file) => retiredPhrases(file))).toEqual([]);
    expect(retiredPhrases({ path: 'docs/a.md', text: 'Whoever waits\nis told once a day.' })).toHaveLength(3);
  });

  test('wrap prose at 120 characters', () => {
    const long = DOCS.flatMap(({ path: name, text }) =>
      text
        .split('\n')
        .flatMap((line, i) => (PROSE_LENGTH_MAX < line.length && !UNWRAPPED.test(line) ? [`${name}:${i + 1}`] : [])),
    );
    expect(long).toEqual([]);
  });
});

describe('decisions', () => {
  test('have one form and half a page', () => {
    expect(DECISIONS.flatMap(formFaults)).toEqual([]);
    expect(formFaults({ path: 'docs/decisions/0001-a.md', text: '# 0001 A\n\n## Context\n' })).toHaveLength(1);
  });

  test('are numbered from 0001 without gaps', () => {
    const numbers = DECISIONS.map((file) => Number(path.posix.basename(file.path).slice(0, 4)));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(DECISIONS.map((_, i) => i + 1));
  });
});

describe('docs/reference.md', () => {
  const reference = readFileSync(path.join(ROOT, 'docs/reference.md'), 'utf8');
  const found = (file: string, pattern: RegExp) =>
    [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(pattern)].map(([, name = '']) => name);
  const missing = (names: readonly string[]) => {
    expect(names.length).toBeGreaterThan(0);
    return names.filter((name) => !reference.includes(name));
  };

  test('lists every environment variable', () => {
    expect(missing(found('server/env.ts', /^ {2}([A-Z][A-Z_]+): z/gm).map((name) => `\`${name}\``))).toEqual([]);
    expect(missing(found('agent/env.ts', /\benv\.([A-Z_]+)/g).map((name) => `\`${name}\``))).toEqual([]);
  });

  test('lists every error code with its status', () => {
    const rows = Object.entries(PROBLEMS).filter(([code]) => !/^(bad_environment|already_running)$/.test(code));
    expect(missing(rows.map(([code, [status]]) => `| \`${code}\` | ${status} |`))).toEqual([]);
  });

  test('lists every scope and every path of the API', () => {
    expect(missing(SCOPES.map((scope) => `| \`${scope}\` |`))).toEqual([]);
    expect(missing(Object.keys(openApiDocument('https://status.example').paths ?? {}))).toEqual([]);
  });

  test('lists every metric', () => {
    expect(missing(found('server/metrics.ts', /name: '([a-z_]+)'/g))).toEqual([]);
  });
});

test('docs/alerts.md lists every kind of staff alert', () => {
  const alerts = readFileSync(path.join(ROOT, 'docs/alerts.md'), 'utf8');
  const types = readFileSync(path.join(ROOT, 'domain/alerting/alert.ts'), 'utf8');
  const kinds = [...types.matchAll(/\{ kind: '([a-z_]+)'/g)].map(([, kind = '']) => kind);
  expect(kinds.length).toBeGreaterThan(5);
  expect(kinds.filter((kind) => !alerts.includes(`| \`${kind}\` |`))).toEqual([]);
});

test('docs/architecture.md lists every table', () => {
  const architecture = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
  const tables = FILES.filter((file) => file.path.endsWith('migration.sql')).flatMap(({ text }) =>
    [...text.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, table = '']) => table),
  );
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((table) => !architecture.includes(`\`${table}\``))).toEqual([]);
});

test('comments use no retired phrase', () => {
  const inComments = ({ path: name, text }: File) =>
    retiredPhrases({ path: name, text: commentsOf(text) }, RETIRED).map((found) => found.replace(/:\d+/, ''));
  expect(FILES.filter((file) => CODE.test(file.path)).flatMap(inComments)).toEqual([]);
  expect(inComments({ path: 'server/a.ts', text: 'run(); // the keeper runs\n/* judged */' })).toHaveLength(2);
});
