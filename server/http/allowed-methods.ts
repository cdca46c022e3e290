import { openApiDocument } from '#server/http/openapi/openapi';
import { isConsolePath } from './paths.ts';

const READ = ['GET', 'HEAD'];
/** Methods of OPTIONS *: what any address of this server may answer. */
const ALL = [...READ, 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const ROUTES_WITHOUT_FORM = new Set(['/sign-in/elsewhere', '/sign-in/callback/oidc']);
/** Below these nothing is changed. */
const READ_ONLY_API = /^\/api\/(v2|console)\//;
const API = /^\/api(\/|$)/;

let operations: { address: RegExp; methods: string[] }[] | null = null;

/** Every address of the described API, with its methods; addresses without a variable part come first. */
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

/** The methods that an address answers besides OPTIONS; null for an address of the API that does not exist. */
export function allowedMethods(path: string): readonly string[] | null {
  if (path === '*') return ALL;
  if (isConsolePath(path)) return ROUTES_WITHOUT_FORM.has(path) ? READ : [...READ, 'POST'];
  if (!API.test(path) || READ_ONLY_API.test(path)) return READ;
  return describedApi().find(({ address }) => address.test(path))?.methods ?? null;
}
