import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Files that are installed, generated or written by a run, and texts by others. */
const SKIPPED = new Set([
  'node_modules',
  'generated',
  'test-results',
  'playwright-report',
  'coverage',
  'next-env.d.ts',
  'package-lock.json',
  'LICENSE',
]);
const READ_THOUGH_HIDDEN = new Set(['.github', '.npmrc', '.gitignore', '.ci']);
const TEXT = /\.(ts|tsx|js|mjs|cjs|json|md|css|sql|prisma|toml|ya?ml|svg|sh|html)$|(^|\/)\.\w+$/;
const CODE = /\.(ts|tsx|js|mjs|cjs)$/;

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;

type File = { path: string; text: string };

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || (entry.name.startsWith('.') && !READ_THOUGH_HIDDEN.has(entry.name))) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

const PATHS = filesBelow('.');
const FILES: File[] = PATHS.filter((file) => TEXT.test(file)).map((file) => ({
  path: file,
  text: readFileSync(path.join(ROOT, file), 'utf8'),
}));

const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const QUOTED = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\`(?:\\.|[^\`\\])*\``;
const PATTERN = String.raw`(?<=[(,=:[!&|?{;\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*`;
const NO_CODE = new RegExp(`${COMMENT}|${QUOTED}|${PATTERN}`, 'g');

/** Returns the text with blanks in place of comments, strings and patterns, with the same lines. */
function bare(text: string): string {
  return text.replace(NO_CODE, (found) => found.replace(/[^\n]/g, ' '));
}

/** Returns the numbers of the lines that match. */
function linesWith(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, i) => (pattern.test(line) ? [i + 1] : []));
}

const FUNCTION = /\bfunction\b|=>\s*[({]?\s*$|^\s*(?:(?:async|get|set|static)\s+)*[\w$]+\(.*\).*\{\s*$/;
const NO_FUNCTION = /^\s*(?:\}\s*)?(?:if|for|while|switch|catch|else|do|describe|return)\b|\bdescribe\b/;

/** Returns the first line and length of each function. It ends on the line that closes all brackets it opened. */
function functionsOf(text: string): { line: number; lines: number }[] {
  const lines = bare(text).split('\n');
  return lines.flatMap((first, start) => {
    if (!FUNCTION.test(first) || NO_FUNCTION.test(first)) return [];
    let depth = 0;
    let end = start;
    for (; end < lines.length; end++) {
      for (const sign of lines[end] ?? '') depth += '({['.includes(sign) ? 1 : ')}]'.includes(sign) ? -1 : 0;
      if (depth <= 0) break;
    }
    return [{ line: start + 1, lines: end - start + 1 }];
  });
}

const FOLDER_NAME = /^(\([a-z-]+\)|\[(\.\.\.)?[a-z-]+\]|\.?[a-z0-9_]+([-.][a-z0-9]+)*)$/;
const CODE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.(ts|tsx|js|mjs|cjs)$/;
const HOME = /(^|[^\w.~}>])\/(home|Users|root|work|workspace|mnt|builds)\/\w|[A-Z]:\\Users\\/;
const LEFT_OVER = /\b(TO{1}DO|FIX{1}ME|X{3}|HA{1}CK)\b/;
const TURNED_OFF = /\b(describe|test|it|suite)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/;

type Rule = { name: string; covers: RegExp; find: (file: File) => (number | string)[]; madeUp: File };

const lines = (count: number, line: string) => Array(count).fill(line).join('\n');

const RULES: Rule[] = [
  {
    name: `a file holds at most ${FILE_LINES_MAX} lines`,
    covers: /\.(ts|tsx|js|mjs|css|sql|prisma)$/,
    find: ({ text }) => (text.trimEnd().split('\n').length > FILE_LINES_MAX ? [text.trimEnd().split('\n').length] : []),
    madeUp: { path: 'server/a.ts', text: lines(401, 'run();') },
  },
  {
    name: `a function holds at most ${FUNCTION_LINES_MAX} lines`,
    covers: CODE,
    find: ({ text }) =>
      functionsOf(text).flatMap(({ line, lines: count }) =>
        count > FUNCTION_LINES_MAX ? [`line ${line} (${count} lines)`] : [],
      ),
    madeUp: { path: 'server/a.ts', text: `export function a(): void {\n${lines(69, "  run('}');")}\n}` },
  },
  {
    name: 'no value has an unchecked type',
    covers: /\.tsx?$/,
    find: ({ text }) => linesWith(bare(text), /(?<![.\w$-])any\b(?!\s*[:(=-])/),
    madeUp: { path: 'server/a.ts', text: 'const rows = read() as any;' },
  },
  {
    name: 'no comment marks unfinished work',
    covers: TEXT,
    find: ({ text }) => linesWith(text, LEFT_OVER),
    madeUp: { path: 'docs/a.md', text: `${'TO'}${'DO'}: write this` },
  },
  {
    name: 'no test is skipped or focused',
    covers: /\.test\.tsx?$|^e2e\//,
    find: ({ text }) => linesWith(bare(text), TURNED_OFF),
    madeUp: { path: 'server/a.test.ts', text: "test.only('a', () => run());" },
  },
  {
    name: 'styles name start and end, not left and right, so that pages work from right to left',
    covers: /^(app|components)\/.*\.tsx$/,
    find: ({ text }) =>
      linesWith(
        text,
        /[\s"`:](p|m|border-|rounded-|inset-)?[lr]-(\d|\[|auto)|\btext-(left|right)\b|[\s"`:](left|right)-\d/,
      ),
    madeUp: { path: 'components/a.tsx', text: '<p className="mt-2 sm:pl-4">' },
  },
  {
    name: 'nothing is written to the console',
    covers: /^(server|domain|app|components|messages)\//,
    find: ({ text }) => linesWith(bare(text), /\bconsole\.\w/),
    madeUp: { path: 'server/a.ts', text: 'console.log(rows);' },
  },
  {
    name: 'no text names a path of a machine',
    covers: TEXT,
    find: ({ text }) => linesWith(text, HOME),
    madeUp: { path: 'docs/a.md', text: `see ${['', 'home', 'ada', 'candor'].join('/')}` },
  },
  {
    name: 'no line ends with blanks',
    covers: TEXT,
    find: ({ text }) => linesWith(text, /[ \t]+$/),
    madeUp: { path: 'docs/a.md', text: 'a line \nand another' },
  },
  {
    name: 'code files and their folders have names in kebab-case',
    covers: CODE,
    find: ({ path: name }) => {
      const folders = name.split('/');
      const base = folders.pop() as string; // split gives at least one part
      return [...folders.filter((folder) => !FOLDER_NAME.test(folder)), ...(CODE_NAME.test(base) ? [] : [base])];
    },
    madeUp: { path: 'server/resolveIncident.ts', text: '' },
  },
  {
    name: 'every dependency has an exact version',
    covers: /^package\.json$/,
    find: ({ text }) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<
        'dependencies' | 'devDependencies',
        Record<string, string>
      >;
      return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, version]) =>
        /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${name} ${version}`],
      );
    },
    madeUp: { path: 'package.json', text: '{"dependencies":{"zod":"^4.6.7"}}' },
  },
];

function violations(rule: Rule, files: readonly File[]): string[] {
  return files
    .filter((file) => rule.covers.test(file.path))
    .flatMap((file) => rule.find(file).map((found) => `${file.path}: ${found}`));
}

describe.each(RULES)('$name', (rule) => {
  test('everywhere', () => expect(violations(rule, FILES)).toEqual([]));
  test('finds a made-up violation', () => expect(violations(rule, [rule.madeUp])).toHaveLength(1));
});

/** Returns the folders of prisma/migrations without SQL, or whose name is not a time and a subject. */
function brokenMigrations(paths: readonly string[]): string[] {
  const below = paths.filter((file) => file.startsWith('prisma/migrations/')).map((file) => file.split('/').slice(2));
  const folders = new Set(below.filter((parts) => parts.length > 1).map((parts) => parts[0] as string));
  return [...folders].filter(
    (folder) => !/^\d{14}_[a-z0-9_]+$/.test(folder) || !paths.includes(`prisma/migrations/${folder}/migration.sql`),
  );
}

describe('every migration has its SQL', () => {
  test('everywhere', () => {
    expect(brokenMigrations(PATHS)).toEqual([]);
    expect(PATHS.some((file) => file.endsWith('/migration.sql'))).toBe(true);
  });
  test('finds a made-up violation', () => {
    expect(
      brokenMigrations(['prisma/migrations/20261123000000_a/README.md', 'prisma/migrations/late/migration.sql']),
    ).toEqual(['20261123000000_a', 'late']);
  });
});

describe('reading code', () => {
  test('measures functions of every form, but not groups of tests or loops', () => {
    const body = '\n  run();\n';
    const forms = [
      'function a() {',
      'const a = async () => {',
      '  async a(b: string): Promise<void> {',
      'function a(\n  b: { c: string },\n): void {',
    ];
    expect(forms.map((form) => functionsOf(`${form}${body}}`))).toEqual([
      [{ line: 1, lines: 3 }],
      [{ line: 1, lines: 3 }],
      [{ line: 1, lines: 3 }],
      [{ line: 1, lines: 5 }],
    ]);
    expect(
      functionsOf(`describe('a', () => {${body}});\nfor (const a of b()) {${body}}\nconst c = {${body}};`),
    ).toEqual([]);
  });

  test('ignores strings, templates, comments and patterns', () => {
    const text = ["'{ any'", '"{ any"', '`{ any`', '// { any', '/* {\n any */', 'a = /[{"]any/g'].join('\n');
    expect(bare(text).replace(/\s+/g, '')).toBe('a=');
    expect(bare(text).split('\n')).toHaveLength(text.split('\n').length);
  });

  test('reads the files', () => {
    expect(FILES.length).toBeGreaterThan(120);
    expect(
      FILES.filter((file) => CODE.test(file.path)).flatMap((file) => functionsOf(file.text)).length,
    ).toBeGreaterThan(300);
  });
});
