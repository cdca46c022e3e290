import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type APIRequestContext, type Browser, expect, test } from '@playwright/test';
import {
  type Action,
  demandOf,
  may,
  ROLES,
  type Role,
  SCOPES,
  type Scope,
  scopesAllow,
} from '#domain/access/permission';
import { addressOf, type Declared, inventory, isAction, sources } from '../test/access-inventory.ts';
import { createPlace, type Place } from './candor.ts';
import { plantStaff, signIn } from './staff.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const NAMES: Record<Role, string> = {
  viewer: 'Vera Viewer',
  communicator: 'Cory Communicator',
  editor: 'Ed Editor',
  admin: 'Ada Admin',
};
/** An address without a page. */
const ABSENT = '/console/no-such-page';
/** Headers with which Next's client requests a page in another form, and one that once bypassed its middleware. */
const VARIANTS: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  { 'x-middleware-subrequest': 'middleware:middleware:middleware' },
  { 'x-nextjs-data': '1' },
];

/** Headers of a request that another site has made. */
const FOREIGN: Record<string, string>[] = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];

const { declared } = inventory(sources());
type Guarded = Declared & { access: Action };
const guarded = (kind: Declared['kind']) =>
  declared.filter((one): one is Guarded => one.kind === kind && isAction(one.access));

let place: Place;
let url = '';
let nobody: APIRequestContext;
const people = {} as Record<Role, APIRequestContext>; // filled before the first test
const tokens = new Map<Scope, string>();

async function personOf(browser: Browser, role: Role): Promise<APIRequestContext> {
  const { email } = await plantStaff(place, NAMES[role], role);
  const context = await browser.newContext();
  await signIn(await context.newPage(), url, email);
  return context.request;
}

/** An existing incident and its post-mortem, for the pages about them. */
const incident = { id: '', update: '', postmortem: '' };

/** Returns the sentence that names the missing role. */
function missing(role: Role, action: Action): string {
  return `This requires the role ${demandOf(action).role}. Your role is ${role}.`;
}

/** Returns the address of a page with existing objects in place of its variable parts. */
function filledIn(address: string): string {
  return address
    .replace('/components/x', '/components/serving')
    .replace('/incidents/x', `/incidents/${incident.id}`)
    .replace('/updates/x', `/updates/${incident.update}`)
    .replace('/postmortems/x', `/postmortems/${incident.postmortem}`);
}

async function postAs(token: string, path: string, data: object): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(data),
  });
  return answer.json();
}

async function openIncident(): Promise<void> {
  const by = (scope: Scope) => tokens.get(scope) ?? '';
  const opened = await postAs(by('incidents:write'), '/incidents', {
    title: 'Slow answers',
    body: 'We are looking into it.',
  });
  const { postmortem } = await postAs(by('postmortems:write'), '/postmortems', { incidents: [opened.incident] });
  Object.assign(incident, { id: opened.incident, update: opened.update, postmortem });
}

test.beforeAll(async ({ browser }) => {
  place = await createPlace();
  url = (await place.start()).url;
  nobody = (await browser.newContext()).request;
  for (const role of ROLES) people[role] = await personOf(browser, role);
  for (const scope of SCOPES.filter((one) => !one.startsWith('probes:')))
    tokens.set(scope, await place.staffToken(scope));
  await openIncident();
  tokens.set('probes:write', await place.token('agent-a'));
});
test.afterAll(() => place.remove());

/** Returns status, body and redirect of an answer. The request's own address and id are left out, because only they may differ. */
async function answerOf(request: APIRequestContext, address: string, headers: Record<string, string> = {}) {
  const answer = await request.get(`${url}${address}`, { headers, maxRedirects: 0 });
  const body = (await answer.text()).replaceAll(address, 'ADDRESS').replace(/"request_id":"[^"]+"/, '');
  const location = answer.headers().location?.replace(encodeURIComponent(address), 'ADDRESS');
  return { status: answer.status(), body, location };
}

for (const page of guarded('page')) {
  const address = addressOf(page.path);
  test(`${address} needs ${page.access}, and names the missing role`, async () => {
    for (const headers of VARIANTS) {
      const absentWithoutSignIn = await answerOf(nobody, ABSENT, headers);
      expect([absentWithoutSignIn.status, absentWithoutSignIn.location]).toEqual([307, '/sign-in?to=ADDRESS']);
      expect(await answerOf(nobody, address, headers)).toEqual(absentWithoutSignIn);
      for (const role of ROLES.filter((one) => !may(one, page.access))) {
        const refused = await answerOf(people[role], address, headers);
        expect([refused.status, refused.body]).toEqual([403, expect.stringContaining(missing(role, page.access))]);
      }
    }
    const real = filledIn(address);
    const isReal = !real.includes('/x') && !page.path.includes('[...');
    for (const role of isReal ? ROLES.filter((one) => may(one, page.access)) : [])
      expect((await answerOf(people[role], real)).status).toBe(200);
  });
}

for (const route of guarded('route')) {
  const named = addressOf(route.path);
  test(`${route.name} ${named} needs ${route.access}, by session or token`, async () => {
    const address = route.name === 'GET' ? filledIn(named) : named;
    const request = async (who: APIRequestContext, at: string, headers: Record<string, string> = {}) => {
      const answer = await who.fetch(`${url}${at}`, { method: route.name, headers: { origin: url, ...headers } });
      return {
        status: answer.status(),
        body: (await answer.text()).replaceAll(at, 'ADDRESS').replace(/"request_id":"[^"]+"/, ''),
      };
    };
    expect((await request(nobody, address)).status).toBe(401);
    expect((await request(nobody, address, { authorization: 'Bearer cnd_0000000000_x' })).status).toBe(401);
    for (const role of ROLES) {
      const answer = await request(people[role], address);
      if (may(role, route.access)) expect([401, 403, 405, 500]).not.toContain(answer.status);
      else expect([answer.status, answer.body]).toEqual([403, expect.stringContaining(missing(role, route.access))]);
    }
    const needed = demandOf(route.access).scope;
    for (const [scope, token] of tokens) {
      const answer = await request(nobody, address, { authorization: `Bearer ${token}` });
      if (scopesAllow([scope], route.access)) expect([401, 403, 405, 500]).not.toContain(answer.status);
      else
        expect([answer.status, answer.body]).toEqual([
          403,
          expect.stringContaining(needed ? `the scope ${needed}` : "Tokens can't be used for this"),
        ]);
    }
  });
}

type Reference = { id: string; file: string; name: string; page: string };

/** The server actions that the build lists: their ids, and a page that contains each. */
function references(): Reference[] {
  const { node } = JSON.parse(readFileSync(path.join(ROOT, '.next/server/server-reference-manifest.json'), 'utf8'));
  return Object.entries(
    node as Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>,
  ).map(([id, entry]) => {
    const workers = Object.keys(entry.workers).filter((worker) => worker.endsWith('/page'));
    const worker = workers.find((one) => !one.includes('[')) ?? workers[0] ?? '';
    return { id, file: entry.filename, name: entry.exportedName, page: filledIn(addressOf(`${worker}.tsx`)) };
  });
}

/** Calls an action with an empty form and without opening a page, as anyone who knows its id can. */
async function call(
  request: APIRequestContext,
  { id, page }: Pick<Reference, 'id' | 'page'>,
  headers: Record<string, string> = {},
) {
  const answer = await request.post(`${url}${page}`, {
    headers: { 'Next-Action': id, origin: url, ...headers },
    multipart: { 0: '[null,"$K1"]' },
    maxRedirects: 0,
  });
  return { status: answer.status(), body: await answer.text() };
}

for (const action of guarded('action')) {
  test(`${action.path}: ${action.name} needs ${action.access}`, async () => {
    const reference = references().find(({ file, name }) => file === action.path && name === action.name);
    expect(reference, 'the build knows it').toBeDefined();
    const { id, page } = reference as Reference; // expected above
    const signedOut = await call(nobody, { id, page });
    expect(signedOut.body).not.toContain('"kind":"done"');
    for (const role of ROLES.filter((one) => !may(one, action.access))) {
      for (const at of [page, '/console']) {
        const refused = await call(people[role], { id, page: at });
        expect([refused.status, refused.body]).toEqual([403, expect.stringContaining(missing(role, action.access))]);
      }
    }
    for (const headers of FOREIGN) {
      const refused = await call(people.admin, { id, page }, headers);
      expect(refused.status).toBe(403);
    }
    expect([200, 303]).toContain((await call(people.admin, { id, page })).status); // with an empty form
  });
}

test('signing in has no other addresses', async () => {
  for (const address of [
    '/sign-in/get-session',
    '/sign-in/sign-up/email',
    '/sign-in/list-sessions',
    '/sign-in/ok',
    '/sign-in/callback/other',
    '/api/auth/get-session',
  ])
    for (const method of ['GET', 'POST'])
      expect((await nobody.fetch(`${url}${address}`, { method, headers: { origin: url } })).status()).toBe(404);
});
