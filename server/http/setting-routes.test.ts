import { beforeAll, expect, test } from 'vitest';
import * as target from '#app/api/v1/alert-destinations/[id]/route';
import * as targets from '#app/api/v1/alert-destinations/route';
import * as catalog from '#app/api/v1/catalog/route';
import { shareContext } from '#server/context';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';

const world = testWorld();
const tokens = { catalog: '', settings: '' };
beforeAll(async () => {
  shareContext(world.ctx);
  tokens.catalog = (await createToken(as(world.ctx, ADA), { scopes: ['catalog:write'], name: 'catalogue' })).text;
  tokens.settings = (await createToken(as(world.ctx, ADA), { scopes: ['settings:write'], name: 'settings' })).text;
});

/** Sends a request like a program does. */
function asked(token: string, path: string, method = 'GET', body?: string): Request {
  return new Request(`http://x/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  });
}
const FILE =
  'components: [{ slug: billing, name: Billing, target: 99.5 }, { slug: serving, name: Serving, target: 99.9 }, { slug: analytics, name: Analytics, target: 99.95 }]';

test('a token reads the catalogue, previews a change and applies it', async () => {
  const apply = async (query: string, body = FILE) => {
    const response = await catalog.POST(asked(tokens.catalog, `catalog${query}`, 'POST', body));
    return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
  };
  const differences = expect.arrayContaining(['+ component billing']);
  expect(await apply('?dry_run=true')).toEqual({ status: 200, applied: false, differences });
  expect(await (await catalog.GET(asked(tokens.catalog, 'catalog'))).text()).not.toContain('billing');
  expect(await apply('')).toEqual({ status: 200, applied: true, differences });
  const exported = await catalog.GET(asked(tokens.catalog, 'catalog'));
  expect([exported.headers.get('content-type'), await exported.text()]).toEqual([
    'application/yaml; charset=utf-8',
    expect.stringContaining('slug: billing'),
  ]);
  expect(await apply('', 'components: [{ slug: billing, name: Billing, target: 99 }]')).toMatchObject({
    status: 422,
    type: '/problems/reason-needed',
  });
  expect(
    await apply('?reason=The+contract', 'components: [{ slug: billing, name: Billing, target: 99 }]'),
  ).toMatchObject({ status: 200, applied: true });
  expect((await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'desc' }, take: 1 }))[0]).toMatchObject({
    actorKind: 'token',
    reason: 'The contract',
  });
  expect(await apply('', 'components: 7')).toMatchObject({
    status: 422,
    detail: expect.stringContaining('must be a list'),
  });
  expect((await catalog.GET(asked(tokens.settings, 'catalog'))).status).toBe(403);
});

test('a token manages alert recipients, whose secrets are not returned', async () => {
  const made = await targets.POST(
    asked(
      tokens.settings,
      'alert-destinations',
      'POST',
      JSON.stringify({ kind: 'mail', name: 'Duty', address: 'duty@status.example' }),
    ),
  );
  const { id } = (await made.json()) as { id: number };
  expect(made.status).toBe(201);
  const hook = { kind: 'webhook', name: 'Hook', address: 'https://hooks.status.example/secret-path-0123456789' };
  expect((await targets.POST(asked(tokens.settings, 'alert-destinations', 'POST', JSON.stringify(hook)))).status).toBe(
    201,
  );
  const listed = await (await targets.GET(asked(tokens.settings, 'alert-destinations'))).text();
  expect([listed.includes('duty@status.example'), listed.includes('secret-path')]).toEqual([true, false]);
  const remove = (one: string) =>
    target.DELETE(asked(tokens.settings, `alert-destinations/${one}`, 'DELETE'), {
      params: Promise.resolve({ id: one }),
    });
  expect([(await remove(String(id))).status, (await remove(String(id))).status, (await remove('x')).status]).toEqual([
    200, 404, 422,
  ]);
  expect((await targets.GET(asked(tokens.catalog, 'alert-destinations'))).status).toBe(403);
});
