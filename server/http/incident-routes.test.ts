import { beforeAll, describe, expect, test } from 'vitest';
import * as templates from '#app/api/v1/incident-templates/route';
import * as draft from '#app/api/v1/incidents/[id]/draft/route';
import * as unlinking from '#app/api/v1/incidents/[id]/links/[other]/route';
import * as links from '#app/api/v1/incidents/[id]/links/route';
import * as notes from '#app/api/v1/incidents/[id]/notes/route';
import * as resolution from '#app/api/v1/incidents/[id]/resolution/route';
import * as one from '#app/api/v1/incidents/[id]/route';
import * as retraction from '#app/api/v1/incidents/[id]/updates/[update]/retraction/route';
import * as update from '#app/api/v1/incidents/[id]/updates/[update]/route';
import * as updates from '#app/api/v1/incidents/[id]/updates/route';
import * as incidents from '#app/api/v1/incidents/route';
import { shareContext } from '#server/context';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { incidentSchema } from '#server/incidents/public-schemas';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';

const ROUTES: Record<string, object> = {
  incidents,
  'incident-templates': templates,
  'incidents/[id]': one,
  'incidents/[id]/updates': updates,
  'incidents/[id]/updates/[update]': update,
  'incidents/[id]/updates/[update]/retraction': retraction,
  'incidents/[id]/links': links,
  'incidents/[id]/links/[other]': unlinking,
  'incidents/[id]/notes': notes,
  'incidents/[id]/draft': draft,
  'incidents/[id]/resolution': resolution,
};
const world = testWorld();
let token = '';
beforeAll(async () => {
  shareContext(world.ctx);
  token = (
    await createToken(as(world.ctx, ADA), {
      scopes: ['incidents:write', 'incidents:read', 'incidents:backfill', 'templates:write'],
      name: 'desk',
    })
  ).text;
});

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Calls the handler of a route like Next does. */
async function call(
  method: Method,
  file: string,
  {
    params = {},
    body,
    headers = {},
    query = '',
  }: { params?: Record<string, string>; body?: unknown; headers?: Record<string, string>; query?: string } = {},
) {
  const route = ROUTES[file] as unknown as Record<Method, Handler>; // what Next calls
  const init = {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
  const response = await route[method](new Request(`http://x/api/v1/${file}${query}`, init), {
    params: Promise.resolve(params),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
const I = 'incidents/[id]';

describe('incidents over HTTP', () => {
  test('are opened, updated and resolved with a token', async () => {
    const opened = await call('POST', 'incidents', { body: { title: 'Slow answers', body: 'We look.' } });
    expect(opened.status).toBe(201);
    const params = { id: String(opened.body.incident) };
    const post = (body: object, key = 'k') =>
      call('POST', `${I}/updates`, { params, body, headers: { 'idempotency-key': key } });
    const [first, second] = [
      await post({ body: 'Known.', state: 'identified' }),
      await post({ body: 'Known.', state: 'identified' }),
    ];
    expect([first.status, second.body]).toEqual([201, first.body]);
    expect((await post({ body: 'Else.' })).body).toMatchObject({ type: '/problems/key-reused', status: 422 });
    const of = { ...params, update: String(first.body.update) };
    expect(
      (await call('PATCH', `${I}/updates/[update]`, { params: of, body: { version: 1, body: 'Known now.' } })).body,
    ).toMatchObject({ version: 2 });
    expect(
      (await call('PATCH', `${I}/updates/[update]`, { params: of, body: { version: 1, body: 'Mine.' } })).body,
    ).toMatchObject({
      status: 409,
      yours: { body: 'Mine.' },
      theirs: { body: 'Known now.', version: 2 },
    });
    expect((await call('POST', `${I}/notes`, { params, body: { body: 'secret note' } })).status).toBe(201);
    expect(
      (await call('PUT', `${I}/draft`, { params, body: { version: 0, content: { body: 'secret draft' } } })).status,
    ).toBe(200);
    await post({ body: 'secret word', audience: ['internal'] }, 'i');
    expect((await call('POST', `${I}/resolution`, { params, body: { body: 'Over.' } })).status).toBe(201);
    expect(
      (await call('POST', `${I}/updates/[update]/retraction`, { params: of, body: { reason: 'Wrong.' } })).status,
    ).toBe(201);
    const shown = await call('GET', I, { params });
    expect(incidentSchema.strict().parse(shown.body)).toMatchObject({ state: 'resolved', isOpen: false });
    expect(JSON.stringify(shown.body)).not.toMatch(/secret|Known now|token|staff|author/);
    expect(JSON.stringify(shown.body)).toContain('Wrong.');
  });

  test('are listed by page and filter if they are public', async () => {
    for (let i = 0; i < 3; i++)
      await call('POST', 'incidents', { body: { title: `Open ${i}`, body: 'b', affected: [], separate: true } });
    const hidden = await call('POST', 'incidents', { body: { title: 'Hidden', body: 'b', audience: ['internal'] } });
    const list = (query: string) => call('GET', 'incidents', { query });
    expect((await list('?state=open&perPage=2')).body).toMatchObject({
      page: 1,
      hasMore: true,
      incidents: [{ title: 'Open 2' }, { title: 'Open 1' }],
    });
    expect((await list('?state=open&perPage=2&page=2')).body).toMatchObject({
      hasMore: false,
      incidents: [{ title: 'Open 0' }],
    });
    expect((await list('?state=closed')).body.incidents).toMatchObject([{ title: 'Slow answers' }]);
    expect((await list('?component=serving')).body.incidents).toEqual([]);
    expect((await list('?from=2030-01-01T00:00:00Z')).body.incidents).toEqual([]);
    for (const query of [
      '?state=secret',
      '?sort=title',
      '?perPage=1000',
      '?component=%00',
      '?component=%ED%A0%80%01',
      "?component=serving&order=id';--",
    ])
      expect((await list(query)).status).toBe(422);
    expect((await call('GET', I, { params: { id: String(hidden.body.incident) } })).status).toBe(404);
    for (const id of ['\u0000', '\ud800', 'a'.repeat(5_000)])
      expect((await call('GET', I, { params: { id } })).status).toBe(404);
    expect(JSON.stringify((await list('')).body)).not.toContain('Hidden');
  });

  test('are linked and unlinked, and list public related incidents only', async () => {
    const open = async (audience: string[]) =>
      String((await call('POST', 'incidents', { body: { title: 'secret', body: 'b', audience } })).body.incident);
    const [one, other, internal] = [await open(['public']), await open(['public']), await open(['internal'])];
    for (const to of [other, internal])
      expect((await call('POST', `${I}/links`, { params: { id: one }, body: { to } })).status).toBe(201);
    const related = async (id: string) =>
      incidentSchema.strict().parse((await call('GET', I, { params: { id } })).body).related;
    expect([await related(one), await related(other)]).toEqual([[other], [one]]);
    expect((await call('DELETE', `${I}/links/[other]`, { params: { id: other, other: one } })).status).toBe(200);
    expect(await related(one)).toEqual([]);
    expect((await call('DELETE', `${I}/links/[other]`, { params: { id: other, other: 'zzzzzzzzzzzz' } })).status).toBe(
      404,
    );
  });

  test('require a token, name its missing scope and reject malformed bodies', async () => {
    const nobody = await call('POST', 'incidents', { body: { title: 'a', body: 'b' }, headers: { authorization: '' } });
    expect(nobody.status).toBe(401);
    const own = token;
    token = (await createToken(as(world.ctx, ADA), { scopes: ['incidents:read'], name: 'reader' })).text;
    expect(await call('POST', 'incidents', { body: { title: 'a', body: 'b' } })).toMatchObject({
      status: 403,
      body: {
        type: '/problems/forbidden',
        detail: 'This token lacks the scope incidents:write. Create a token with that scope.',
      },
    });
    expect((await call('GET', 'incident-templates')).status).toBe(200);
    token = own;
    for (const [body, status] of [
      ['[]', 400],
      ['{', 400],
      ['null', 400],
      ['['.repeat(100_000), 400],
      [`{"a":"${'x'.repeat(1_100_000)}"}`, 413],
    ] as const)
      expect((await call('POST', 'incidents', { body })).status).toBe(status);
  });
});
