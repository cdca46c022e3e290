import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ACTIONS, type Action } from '#domain/access/permission';
import type { Access } from '#server/http/handle';

const ROOT = path.resolve(import.meta.dirname, '..');
const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const FRONT = 'server/http/server.ts';

export type Source = { path: string; text: string };
export type Declared = {
  path: string;
  kind: 'page' | 'route' | 'action' | 'endpoint';
  name: string;
  access: Access | 'source';
};
export type Inventory = { declared: Declared[]; faults: string[] };

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

/** Returns every source that can declare an access class. */
export function sources(): Source[] {
  const files = [...['app', 'components', 'server'].flatMap(filesBelow), ...readdirSync(ROOT)].filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
  return files.map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

const CLASSES = new Set<string>(['public', 'sign-in', 'operator', ...ACTIONS]);

function declaration(text: string, start: RegExp): string | null {
  const access = new RegExp(`${start.source}\\(\\s*'([^']+)'`, 'm').exec(text)?.[1];
  return access !== undefined && CLASSES.has(access) ? access : null;
}

type Found = { name: string; access: string | null };

function ofPage({ text }: Source): Found[] {
  return [{ name: 'default', access: declaration(text, /^export default page(?:<[^>]*>)?/) }];
}

/** Returns the methods that a route exports, as `export const GET = handle(…)` or as a constant under the name of a method. */
function ofRoute({ text }: Source): Found[] {
  const constants = [...text.matchAll(new RegExp(`^export const (${METHODS})\\b`, 'gm'))].map(([, name = '']) => ({
    name,
    constant: name,
  }));
  const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    [...list.matchAll(new RegExp(`(\\w+) as (${METHODS})\\b`, 'g'))].map(([, constant = '', name = '']) => ({
      name,
      constant,
    })),
  );
  const functions = [...text.matchAll(new RegExp(`^export (?:async )?function (${METHODS})\\b`, 'gm'))].map(
    ([, name = '']) => ({ name, access: null }),
  );
  return [
    ...functions,
    ...[...constants, ...lists].map(({ name, constant }) => ({
      name,
      access: declaration(text, new RegExp(`const ${constant} = handle(?:<[^>]*>)?`)),
    })),
  ];
}

/** Returns the exports of a file of server actions, in any form. */
function ofActions({ text }: Source): Found[] {
  return [...text.matchAll(/^export (?:const|let|var|default|(?:async )?function\*?|\{|\*)\s*(\w*)/gm)].map(
    ([, name = '']) => ({
      name,
      access: name === '' ? null : declaration(text, new RegExp(`^export const ${name} = action`)),
    }),
  );
}

/** Returns the addresses that never reach Next. They must be in a table: an address in a comparison declares no access class. */
function ofFront({ text }: Source): Found[] {
  const listed = [...text.matchAll(/^\s+'(\/[^']*)': \{ (.*) \},$/gm)].map(([, name = '', entry = '']) => ({
    name,
    access: /\baccess: '(source|operator)'/.exec(entry)?.[1] ?? null,
  }));
  const compared = [...text.matchAll(/path(?: === |\.startsWith\()'([^']+)'/g)].map(([, name = '']) => ({
    name,
    access: null,
  }));
  return [...listed, ...compared];
}

function kindOf({ path: file, text }: Source): { kind: Declared['kind']; read: (source: Source) => Found[] } | null {
  if (file === FRONT) return { kind: 'endpoint', read: ofFront };
  if (/^app\/.*page\.tsx?$/.test(file)) return { kind: 'page', read: ofPage };
  if (/^app\/.*route\.tsx?$/.test(file)) return { kind: 'route', read: ofRoute };
  return /^\s*['"]use server['"]/.test(text) ? { kind: 'action', read: ofActions } : null;
}

/** Finds code that no wrapper can guard: middleware, and server actions inside a component. */
function unguarded({ path: file, text }: Source): string[] {
  if (/^(src\/)?(middleware|proxy)\.tsx?$/.test(file))
    return [`${file}: authorisation belongs to the wrappers, not in front of Next`];
  return /\n\s+['"]use server['"]/.test(text) ? [`${file}: a server action belongs into a file of its own`] : [];
}

/** Returns everything that can be requested with its access class, and faults for what declares none. */
export function inventory(all: readonly Source[]): Inventory {
  const result: Inventory = { declared: [], faults: all.flatMap(unguarded) };
  for (const source of all) {
    const kind = kindOf(source);
    if (!kind) continue;
    const found = kind.read(source);
    if (found.length === 0) result.faults.push(`${source.path}: declares nothing`);
    for (const { name, access } of found) {
      if (access === null) result.faults.push(`${source.path}: ${name || 'an export'} has no access class`);
      else result.declared.push({ path: source.path, kind: kind.kind, name, access: access as Access | 'source' }); // one of the classes
    }
  }
  return result;
}

/** Returns the address of a page or route, with `x` for its variable parts. */
export function addressOf(file: string): string {
  const parts = file.split('/').slice(1, -1);
  return `/${parts
    .filter((part) => !part.startsWith('('))
    .map((part) => (part.startsWith('[') ? 'x' : part))
    .join('/')}`;
}

export function isAction(access: Declared['access']): access is Action {
  return (ACTIONS as readonly string[]).includes(access);
}
