import { describe, expect, test } from 'vitest';
import { addressOf, inventory, isAction, sources } from './access-inventory.ts';

const SOURCES = sources();
const { declared, faults } = inventory(SOURCES);

/** The pages and routes of the console that are for everybody. */
const SIGN_IN_ADDRESSES = [
  '/invitation/x',
  '/reset/x',
  '/set-up/x',
  '/sign-in',
  '/sign-in/callback/oidc',
  '/sign-in/forgotten',
  '/sign-in/second-factor',
  '/sign-in/single-sign-on',
];

test('every page, route, server action and ingest endpoint declares an access class', () => {
  expect(faults).toEqual([]);
  const kinds = (kind: string) => declared.filter((one) => one.kind === kind).length;
  expect([kinds('page') >= 15, kinds('route') >= 15, kinds('action') >= 15, kinds('endpoint')]).toEqual([
    true,
    true,
    true,
    6,
  ]);
});

test('everything in the console is for an action, but for signing in', () => {
  const open = declared.filter(
    ({ path, kind, access }) => path.startsWith('app/(console)/') && kind !== 'action' && !isAction(access),
  );
  expect(open.map(({ path }) => addressOf(path)).sort()).toEqual(SIGN_IN_ADDRESSES);
  const actions = declared.filter(
    ({ kind, path, access }) => kind === 'action' && path.includes('/console/console/') && !isAction(access),
  );
  expect(actions).toEqual([]);
});

describe('finds what declares no access class', () => {
  const found = (path: string, text: string) => inventory([{ path, text }]).faults;

  test.each([
    ['app/a/page.tsx', 'export default async function Page() { return null; }'],
    ['app/a/page.tsx', "export default page('anyone', () => null);"],
    ['app/a/page.tsx', "const Page = page('public', () => null);\nexport { Page as default };"],
    ['app/a/route.ts', 'export async function GET() { return new Response(); }'],
    ['app/a/route.ts', 'export const POST = async () => new Response();'],
    ['app/a/route.ts', 'const nothing = async () => new Response();\nexport { nothing as GET };'],
    ['app/a/route.ts', "export const dynamic = 'force-dynamic';"],
    ['app/a/actions.ts', "'use server';\nexport async function send() {}"],
    ['app/a/actions.ts', "'use server';\nexport const send = async () => {};"],
    ['app/a/actions.ts', "'use server';\nexport default action('public', work);"],
    ['app/a/actions.ts', "'use server';\nexport { send } from './send.ts';"],
    ['components/a.tsx', "export function A() {\n  async function send() {\n    'use server';\n  }\n}"],
    ['middleware.ts', 'export function middleware() {}'],
    ['proxy.ts', 'export function proxy() {}'],
    ['server/http/server.ts', "if (path === '/api/v1/secret') void secret(request);"],
    ['server/http/server.ts', "const WAYS_IN = {\n  '/api/v1/secret': { to: 'secret' },\n};"],
  ])('%s: %s', (path, text) => expect(found(path, text)).toHaveLength(1));

  test('one of two methods or actions', () => {
    expect(found('app/a/route.ts', "export const GET = handle('public', a);\nexport const PUT = other(b);")).toEqual([
      'app/a/route.ts: PUT has no access class',
    ]);
    expect(
      found('app/a/actions.ts', "'use server';\nexport const a = action('staff:write', x);\nexport const b = x;"),
    ).toEqual(['app/a/actions.ts: b has no access class']);
  });
});
