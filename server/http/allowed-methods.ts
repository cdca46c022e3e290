import { openApiDocument } from '#server/http/openapi/openapi';
import { isConsolePath, isOneClickPath, isPublicFormPath } from './paths.ts';

const READ = ['GET', 'HEAD'];
/** The methods in the answer to OPTIONS *: those that any address of this server may support. */
const ALL = [...READ, 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const ROUTES_WITHOUT_FORM = new Set(['/sign-in/single-sign-on', '/sign-in/callback/oidc']);
/** Paths below which everything is read-only. */
const READ_ONLY_API = /^\/api\/(v2|console)\//;
const API = /^\/api(\/|$)/;

let operations: { address: RegExp; methods: string[] }[] | null = null;

/** Lists every address of the API description with its methods. Addresses without a variable part come first. */
function describedApi(): { address: RegExp; methods: string[] }[] {
  operations ??= Object.entries(openApiDocument('http://localhost').paths ?? {})
    .sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
    .map(([template, item]) => {
      const names = Object.keys(item ?? {}).map((name) => name.toUpperCase());
      return {
        address: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
        methods: names.flatMap((name) => (name === 'GET' ? READ : [name])),
      };
    });
  return operations;
}

/** Returns the methods that an address supports besides OPTIONS, or null for an API address that does not exist. */
export function allowedMethods(path: string): readonly string[] | null {
  if (path === '*') return ALL;
  if (isConsolePath(path)) return ROUTES_WITHOUT_FORM.has(path) ? READ : [...READ, 'POST'];
  if (isPublicFormPath(path) || isOneClickPath(path)) return [...READ, 'POST'];
  if (!API.test(path) || READ_ONLY_API.test(path)) return READ;
  return describedApi().find(({ address }) => address.test(path))?.methods ?? null;
}
