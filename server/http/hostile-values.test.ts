import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCOPES } from '#domain/access/permission';
import { shareContext } from '#server/context';
import { openApiDocument } from '#server/http/openapi/openapi';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { testWorld } from '#server/test/database';
import { HARMLESS, OTHER, REFUSED } from '#server/test/hostile-values';
import { ADA, as } from '#server/test/people';
import { startProbes, T0 } from '#server/test/probes';
import { type Place, type Schema, type Schemas, samplesOf, textPlaces, withValue } from '#server/test/schema-values';

const APP = path.resolve(import.meta.dirname, '../../app');
type Operation = {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Case = { method: string; address: string; operation: Operation; body: unknown };
type Answer = { status: number; type: string; body: Record<string, unknown> };

const document = openApiDocument('http://x') as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
};
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const CASES: Case[] = Object.entries(document.paths).flatMap(([address, methods]) =>
  Object.entries(methods)
    .filter(([method]) => METHODS.includes(method))
    .flatMap(([method, operation]) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const bodies = schema ? samplesOf(schema, document.components.schemas) : [undefined];
      return bodies.map((body) => ({ method: method.toUpperCase(), address, operation, body }));
    }),
);
const WITH_BODY = CASES.filter(({ body }) => body !== undefined);
const named = (cases: Case[]) => cases.map((one) => [`${one.method} ${one.address}`, one] as const);

const world = testWorld(T0);
let probes: Awaited<ReturnType<typeof startProbes>>;
const tokens: Record<string, string> = {};
const params: Record<string, string> = {};

beforeAll(async () => {
  shareContext(world.ctx);
  probes = await startProbes(world.ctx);
  await world.ctx.prisma.source.create({ data: { name: 'alertmanager', kind: 'edge', createdAt: new Date(T0) } });
  tokens['/api/v1/probes'] = await probes.tokenFor('name');
  tokens['/api/v1/probes/alertmanager'] = await probes.tokenFor('alertmanager');
  const scopes = SCOPES.filter((scope) => !scope.startsWith('probes:'));
  tokens.other = (await createToken(as(world.ctx, ADA), { scopes, name: 'desk' })).text;
  const opened = await openIncident(as(world.ctx, ADA), {
    title: 'Slow',
    startedAt: new Date(T0 - 3_600_000).toISOString(),
    body: 'We look.',
    affected: [{ component: 'serving', status: 'degraded_performance' }],
  });
  Object.assign(params, {
    id: opened.incident,
    update: opened.update,
    other: 'aaaaaaaaaaaa',
    item: 'aaaaaaaaaaaa',
    comment: '1',
    slug: 'serving',
    key: 'aaaaaaaaaaaa',
  });
});
afterAll(() => probes.stop());

type Sending = { body?: unknown; path?: Record<string, string>; query?: Record<string, string> };

async function send({ method, address }: Case, { body, path: own = {}, query = {} }: Sending): Promise<Answer> {
  const all = { ...params, ...own };
  const where = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(all[name] ?? ''));
  const url = `${where}?${new URLSearchParams(query)}`;
  const authorization = `Bearer ${tokens[address] ?? tokens.other}`;
  const init = {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await (isIngest(address)
    ? fetch(`${probes.url}${url}`, init)
    : callRoute(address, new Request(`http://x${url}`, init), all));
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: type.includes('json') ? JSON.parse(text) : {} };
}

const isIngest = (address: string) => address.startsWith('/ping') || address.startsWith('/api/v1/probes');

/** Calls the handler of a route like Next does. */
async function callRoute(address: string, request: Request, all: Record<string, string>): Promise<Response> {
  const file = path.join(APP, address.replaceAll('{', '[').replaceAll('}', ']'), 'route.ts');
  const route = (await import(pathToFileURL(file).href)) as Record<
    string,
    (request: Request, route: object) => Promise<Response>
  >;
  return (route[request.method] as (typeof route)[string])(request, { params: Promise.resolve(all) });
}

/** Checks that a refusal is problem+json, or a rejected item of a delivery. */
function isRefused({ status, type, body }: Answer): boolean {
  if (status === 202) return (body.rejected as { code: string }[]).some(({ code }) => code === 'invalid');
  return status >= 400 && status < 500 && type.startsWith('application/problem+json');
}

const whereIs = (place: Place, value: unknown) => `${place.join('.')} = ${JSON.stringify(value)?.slice(0, 60)}`;

describe('every text field of every endpoint', () => {
  test.each(named(WITH_BODY))('%s accepts the form of values that match its description', async (_, one) => {
    const { status, body } = await send(one, { body: one.body });
    expect([400, 422, 500, 503], String(body.detail)).not.toContain(status);
  });

  test.each(named(WITH_BODY))('%s rejects text that cannot be stored in any field', async (_, one) => {
    const places = textPlaces(one.body);
    expect(places.length + Number(one.address.endsWith('approval'))).toBeGreaterThan(0);
    const taken: string[] = [];
    for (const place of places)
      for (const value of REFUSED)
        if (!isRefused(await send(one, { body: withValue(one.body, place, value) }))) taken.push(whereIs(place, value));
    expect(taken).toEqual([]);
    expect(probes.watch.held()).toEqual(new Map());
  });

  test.each(named(WITH_BODY))('%s answers every value without an internal error', async (_, one) => {
    const failed: string[] = [];
    for (const place of textPlaces(one.body))
      for (const value of OTHER)
        if ((await send(one, { body: withValue(one.body, place, value) })).status >= 500)
          failed.push(whereIs(place, value));
    expect(failed).toEqual([]);
    expect(probes.watch.held()).toEqual(new Map());
  });

  test.each(named(CASES))('%s answers every address without an internal error', async (_, one) => {
    const failed: string[] = [];
    const inAddress = [...REFUSED, ...HARMLESS].filter((value) => value.isWellFormed());
    const pathNames = [...one.address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
    const queryNames = (one.operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => name);
    for (const value of inAddress) {
      for (const name of pathNames) {
        const { status } = await send(one, { body: one.body, path: { [name]: value } });
        if (status < 400 || status >= 500) failed.push(`${whereIs([name], value)}: ${status}`);
      }
      for (const name of queryNames) {
        const { status } = await send(one, { body: one.body, query: { [name]: value } });
        if (status >= 500) failed.push(`${whereIs([name], value)}: ${status}`);
      }
    }
    expect(failed).toEqual([]);
    expect(probes.watch.held()).toEqual(new Map());
  });
});
