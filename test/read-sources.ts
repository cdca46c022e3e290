import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Files that are installed, generated or written by a run. */
const SKIPPED = new Set([
  'node_modules',
  'generated',
  'test-results',
  'playwright-report',
  'coverage',
  'next-env.d.ts',
]);
/** Programs and settings that start, build, test or measure Candor and are not part of it. */
export const AROUND = /^(test|e2e|bench|scripts)\/|(^|\/)[\w-]+\.config\.\w+$/;

export type Source = { path: string; text: string };
export type Import = { to: string; isType: boolean };

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

export const SOURCES: Source[] = filesBelow('.')
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /(^|\/)test\//.test(file);
}

export function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

const STATEMENT = /\b(?:import|export)\s+(type\s+)?(?:([\w$\s{},*]+?)\s*from\s*)?['"]([^'"\n]+)['"]/g;
const EXPRESSION = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)(\.[A-Z])?/g;

/** Returns the target of an import: a path in the project, `node:…` or `npm:…`. */
function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier);
  const alias = /^#(domain|server|components|messages|app|test)\/(.+)$/.exec(specifier);
  if (alias) return `${alias[1]}/${alias[2]}`;
  if (specifier === '#prisma') return 'prisma/generated/client.ts';
  return specifier.startsWith('node:') ? specifier : `npm:${specifier}`;
}

export function importsOf(source: Source): Import[] {
  const text = code(source.text);
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names = '', specifier = '']) => {
    const members = /^\{([^}]*)\}$/
      .exec(names.trim())?.[1]
      ?.split(',')
      .map((name) => name.trim());
    const areTypes = members?.every((name) => name === '' || name.startsWith('type ')) ?? false;
    return { to: target(source.path, specifier), isType: Boolean(type) || areTypes };
  });
  const expressions = [...text.matchAll(EXPRESSION)].map(([, specifier = '', member]) => ({
    to: target(source.path, specifier),
    isType: member !== undefined,
  }));
  return [...statements, ...expressions];
}
