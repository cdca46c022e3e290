import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scope } from '#domain/access/permission';
import { systemClock } from '#server/clock';
import { shareContext } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { withExchange } from '#server/http/request-context';
import { type Asked, createHttpServer, listen } from '#server/http/server';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { createDeliveryWatch } from '#server/ingest/delivery-watch';
import { type RunningIngest, startIngest } from '#server/ingest/endpoints/start-ingest';
import { createSourceContacts } from '#server/ingest/source-contacts';
import { createMetrics } from '#server/metrics';
import { addActionItem } from '#server/postmortems/verbs/add-action-item';
import { approvePostmortem } from '#server/postmortems/verbs/approve-postmortem';
import { requestReview } from '#server/postmortems/verbs/request-review';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { SECTION_TEXTS } from '#server/test/postmortems';
import { aProbe, T0 } from '#server/test/probes';
import { ENDPOINTS } from '#server/test/raw-http';
import { openApiDocument } from './openapi.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const world = testWorld(T0);
const document = openApiDocument('https://status.acme.test');
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'api', components: document.components });

type Described = {
  operationId: string;
  security: unknown[];
  responses: Record<string, { content: Record<string, { schema: object }> }>;
};
type Operation = Described & { method: string; address: string };
const operations = Object.entries(document.paths ?? {}).flatMap(([address, item]) =>
  Object.entries(item as Record<string, Described>).map(
    ([method, described]): Operation => ({ ...described, method: method.toUpperCase(), address }),
  ),
);
const operationOf = (id: string) => operations.find(({ operationId }) => operationId === id) as Operation; // the first test compares the two lists

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = { pattern: RegExp; handlers: Record<string, Handler> };

async function loadRoutes(): Promise<Route[]> {
  const files = globSync('app/api/v1/**/route.ts', { cwd: ROOT }).sort(
    (a, b) => Number(a.includes('[')) - Number(b.includes('[')),
  );
  return Promise.all(
    files.map(async (file) => ({
      pattern: new RegExp(
        `^/${path.posix
          .dirname(file)
          .slice('app/'.length)
          .replace(/\[(\w+)\]/g, '(?<$1>[^/]+)')}$`,
      ),
      handlers: (await import(path.join(ROOT, file))) as Record<string, Handler>, // what Next calls
    })),
  );
}

/** Routes a request to the handler of its address, in place of Next. */
function restOf(routes: Route[]) {
  return async ({ request: incoming, response, requestId }: Asked) => {
    const url = new URL(incoming.url ?? '', 'http://x');
    const method = incoming.method ?? '';
    const { pattern, handlers } = routes.find((one) => one.pattern.test(url.pathname)) as Route; // every operation has one
    const body = Buffer.concat(await incoming.toArray());
    const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    const request = new Request(url, { method, headers, ...(body.length > 0 ? { body } : {}) });
    const params = { ...(pattern.exec(url.pathname)?.groups ?? {}) };
    const answer = await withExchange({ requestId, response, clock: systemClock }, () =>
      (handlers[method] as Handler)(request, { params: Promise.resolve(params) }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  };
}

let url = '';
let dataDir = '';
let ingest: RunningIngest;
let server: ReturnType<typeof createHttpServer>;
const tokens = new Map<string, string>();
const ids: Record<string, string> = {};

async function plantToken(key: string, scopes: Scope[], source?: string): Promise<void> {
  tokens.set(key, (await createToken(as(world.ctx, ADA), source ? { scopes, source } : { scopes, name: key })).text);
}

beforeAll(async () => {
  const { ctx } = world;
  shareContext(ctx);
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
  const [watch, metrics, contacts] = [createDeliveryWatch(ctx.clock), createMetrics(ctx), createSourceContacts()];
  ingest = await startIngest(ctx, { dataDir, watch, metrics, contacts });
  server = createHttpServer({ ...ENDPOINTS, ...ingest.endpoints, rest: restOf(await loadRoutes()) });
  url = await listen(server, 0, '127.0.0.1');
  await ctx.prisma.source.create({ data: { name: 'alertmanager', kind: 'edge', createdAt: new Date(T0) } });
  const { id: componentId } = await ctx.prisma.component.findFirstOrThrow({ where: { slug: 'serving' } });
  const times = { intervalMs: 60_000, graceMs: 60_000, silentAfterMs: 120_000 };
  await ctx.prisma.source.create({
    data: { name: 'backup', kind: 'heartbeat', componentId, instance: 'backup', createdAt: new Date(T0), ...times },
  });
  await plantToken('agent', ['probes:write'], 'agent-a');
  await plantToken('alerts', ['probes:write'], 'alertmanager');
  await plantToken('ping', ['probes:ping'], 'backup');
  await plantToken('staff', [
    'incidents:read',
    'incidents:write',
    'incidents:backfill',
    'postmortems:write',
    'templates:write',
    'catalog:write',
    'settings:write',
    'subscribers:read',
    'subscribers:write',
    'audit:read',
  ]);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  await ingest.stop();
  await rm(dataDir, { recursive: true });
});

type Sent = { params?: Record<string, string>; query?: string; body?: unknown; token?: string | null };

async function send(id: string, { params = {}, query = '', body, token = 'staff' }: Sent = {}) {
  const { method, address } = operationOf(id);
  const filled = address.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'none'));
  return fetch(`${url}${filled}${query}`, {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${tokens.get(token)}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** Checks an answer against the description of its operation and status, and returns its body. */
async function described(id: string, response: Response): Promise<Record<string, unknown>> {
  const content = operationOf(id).responses[response.status]?.content;
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  const text = await response.text();
  expect([id, response.status, Object.keys(content ?? {})], text).toEqual([
    id,
    response.status,
    expect.arrayContaining([type]),
  ]);
  const body: unknown = type.endsWith('json') && !type.includes('ndjson') ? JSON.parse(text) : text;
  const schema = JSON.parse(JSON.stringify(content?.[type]?.schema).replaceAll('"#/components', '"api#/components'));
  const isValid = ajv.validate(schema, body);
  expect([
    id,
    isValid
      ? []
      : ajv.errors?.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`),
  ]).toEqual([id, []]);
  return body as Record<string, unknown>;
}

const WINDOW = '?from=2022-03-30T00:00:00Z&to=2022-03-31T00:00:00Z';
const opened = (title: string) =>
  send('openIncident', { body: { title, body: 'We are looking into it.', separate: true } });
const note = async (key: string, response: Response) =>
  Object.assign(ids, { [key]: (await response.clone().json())[key] }) && response;
const of = () => ({ id: ids.incident ?? '' });
const ofUpdate = () => ({ ...of(), update: ids.update ?? '' });
const ofPostmortem = () => ({ id: ids.postmortem ?? '' });
const AN_ITEM = { action: 'Limit how many instances reload', owner: 'Serving team', dueOn: '2022-05-01' };
const ofTarget = () => ({ id: String(ids.id) });

/** Calls every operation successfully, in a possible order. */
const CALLS: Record<string, () => Promise<Response>> = {
  deliverProbes: () =>
    send('deliverProbes', {
      token: 'agent',
      body: { source: 'agent-a', probes: [aProbe(), aProbe({ component: 'nothing' })] },
    }),
  deliverAlerts: () =>
    send('deliverAlerts', {
      token: 'alerts',
      body: {
        alerts: [
          {
            status: 'firing',
            labels: { alertname: 'Down', component: 'serving' },
            startsAt: new Date(T0).toISOString(),
            fingerprint: 'a',
          },
        ],
      },
    }),
  pingHeartbeat: () => send('pingHeartbeat', { params: { key: tokens.get('ping') ?? '' }, token: null }),
  startHeartbeat: () => send('startHeartbeat', { params: { key: tokens.get('ping') ?? '' }, token: null }),
  logHeartbeat: () => send('logHeartbeat', { params: { key: tokens.get('ping') ?? '' }, token: null }),
  exitHeartbeat: () =>
    send('exitHeartbeat', { params: { key: tokens.get('ping') ?? '', exitStatus: '0' }, token: null }),
  failHeartbeat: () => send('failHeartbeat', { params: { key: tokens.get('ping') ?? '' }, token: null }),
  openIncident: async () => note('incident', await opened('Slow answers')),
  postUpdate: async () => {
    const affected = [{ component: 'serving', status: 'degraded_performance' }];
    return note(
      'update',
      await send('postUpdate', {
        params: of(),
        body: { body: 'Known.', state: 'identified', nextUpdateMinutes: 30, affected },
      }),
    );
  },
  editUpdate: () => send('editUpdate', { params: ofUpdate(), body: { version: 1, body: 'Known now.' } }),
  retractUpdate: () => send('retractUpdate', { params: ofUpdate(), body: { reason: 'Wrong.' } }),
  undoUpdate: async () => {
    const body = { body: 'Too early.', undoSeconds: 10 };
    const { update } = await (await send('postUpdate', { params: of(), body })).json();
    return send('undoUpdate', { params: { ...of(), update } });
  },
  saveDraft: () =>
    send('saveDraft', { params: of(), body: { version: 0, content: { body: 'Nearly over.' }, ready: true } }),
  addNote: () => send('addNote', { params: of(), body: { body: 'Ask the network team.' } }),
  acknowledgeIncident: () => send('acknowledgeIncident', { params: of(), body: {} }),
  linkIncident: async () => {
    const { incident } = await (await opened('Another')).json();
    ids.other = incident;
    return send('linkIncident', { params: of(), body: { to: incident } });
  },
  getIncident: () => send('getIncident', { params: of(), token: null }),
  listEvents: async () => {
    await fanOut(world.ctx);
    return send('listEvents', { token: null });
  },
  listIncidents: () => send('listIncidents', { token: null }),
  unlinkIncident: () => send('unlinkIncident', { params: { ...of(), other: ids.other ?? '' } }),
  mergeIncident: () =>
    send('mergeIncident', { params: { id: ids.other ?? '' }, body: { into: ids.incident, reason: 'The same.' } }),
  resolveIncident: () => send('resolveIncident', { params: of(), body: { body: 'Over.', reason: 'Seen by hand.' } }),
  withdrawIncident: async () =>
    send('withdrawIncident', {
      params: { id: (await (await opened('None')).json()).incident },
      body: { reason: 'A false alarm.' },
    }),
  createPostmortem: async () =>
    note('postmortem', await send('createPostmortem', { body: { incidents: [ids.incident] } })),
  promisePostmortem: () =>
    send('promisePostmortem', {
      params: of(),
      body: { promisedOn: new Date(T0 + 86_400_000).toISOString().slice(0, 10) },
    }),
  savePostmortem: () =>
    send('savePostmortem', { params: ofPostmortem(), body: { version: 1, sections: SECTION_TEXTS } }),
  checkText: () => send('checkText', { body: { incidents: [ids.incident], text: 'It lasted 70 minutes.' } }),
  commentPostmortem: async () =>
    note(
      'comment',
      await send('commentPostmortem', { params: ofPostmortem(), body: { section: 'cause', body: 'Why?' } }),
    ),
  resolveComment: () => send('resolveComment', { params: { ...ofPostmortem(), comment: String(ids.comment) } }),
  addActionItem: async () => note('item', await send('addActionItem', { params: ofPostmortem(), body: AN_ITEM })),
  removeActionItem: () => send('removeActionItem', { params: { ...ofPostmortem(), item: ids.item ?? '' } }),
  addImage: async () => {
    const body = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect width="8" height="4"/></svg>';
    return note('image', await send('addImage', { params: ofPostmortem(), query: '?alt=A%20bar', body }));
  },
  getImage: () => send('getImage', { params: { ...ofPostmortem(), name: String(ids.image).slice('/images/'.length) } }),
  requestReview: () => send('requestReview', { params: ofPostmortem(), body: { version: 2 } }),
  requestChanges: () => send('requestChanges', { params: ofPostmortem(), body: { version: 2, reason: 'Too short.' } }),
  getPostmortemDraft: () => send('getPostmortemDraft', { params: ofPostmortem() }),
  publishPostmortem: async () => {
    const [ed, ada] = [as(world.ctx, ED), as(world.ctx, ADA)];
    const { postmortem = '' } = ids;
    ids.item = (await addActionItem(ed, { postmortem, ...AN_ITEM })).item;
    const timeline = [{ at: new Date(T0).toISOString(), text: 'It begins.' }];
    const { version } = await savePostmortem(ed, { postmortem, version: 2, timeline });
    await requestReview(ed, { postmortem, version });
    await approvePostmortem(ada, { postmortem, version });
    return send('publishPostmortem', { params: ofPostmortem(), body: { version } });
  },
  changeActionItem: () =>
    send('changeActionItem', {
      params: { ...ofPostmortem(), item: ids.item ?? '' },
      body: { dueOn: '2022-06-01', reason: 'The contract was signed a week late.' },
    }),
  listPostmortems: () => send('listPostmortems', { token: null }),
  getPostmortem: () => send('getPostmortem', { params: ofPostmortem(), token: null }),
  listImprovements: () => send('listImprovements', { query: '?component=serving', token: null }),
  exportImprovements: () => send('exportImprovements', { token: null }),
  backfillIncident: () => {
    const occurredAt = '2022-03-01T12:00:00Z';
    return send('backfillIncident', {
      body: { title: 'Earlier', startedAt: occurredAt, updates: [{ state: 'resolved', body: 'Over.', occurredAt }] },
    });
  },
  saveTemplate: () => send('saveTemplate', { body: { name: 'First', body: 'We are looking into it.', version: 0 } }),
  listTemplates: () => send('listTemplates'),
  exportCatalog: () => send('exportCatalog'),
  applyCatalog: async () =>
    send('applyCatalog', { query: '?dry_run=true', body: await (await send('exportCatalog')).text() }),
  addAlertDestination: async () =>
    note(
      'id',
      await send('addAlertDestination', { body: { kind: 'mail', name: 'Desk', address: 'desk@status.example' } }),
    ),
  testAlertDestination: () => send('testAlertDestination', { params: ofTarget() }),
  listAlertDestinations: () => send('listAlertDestinations'),
  resumeAlertDestination: async () => {
    await world.ctx.prisma.alertDestination.updateMany({ data: { stoppedAt: new Date(T0), stoppedBecause: 'gone' } });
    return send('resumeAlertDestination', { params: ofTarget() });
  },
  removeAlertDestination: () => send('removeAlertDestination', { params: ofTarget() }),
  addSubscriber: async () => {
    const address = 'https://hooks.status.example/candor';
    return note(
      'id',
      await send('addSubscriber', { body: { channel: 'webhook', address, ownerEmail: 'duty@status.example' } }),
    );
  },
  listSubscribers: () => send('listSubscribers', { query: '?channel=webhook' }),
  testSubscriber: () => send('testSubscriber', { params: ofTarget() }),
  eraseSubscriber: () => send('eraseSubscriber', { params: ofTarget() }),
  exportAudit: () => send('exportAudit', { query: '?format=csv' }),
  getOpenApi: () => send('getOpenApi', { token: null }),
  listIntervals: () => send('listIntervals', { params: { slug: 'serving' }, query: WINDOW, token: null }),
  listUnconfirmed: () => send('listUnconfirmed', { params: { slug: 'serving' }, query: WINDOW, token: null }),
  getUptime: () => send('getUptime', { params: { slug: 'serving' }, query: WINDOW, token: null }),
  listUptimePeriods: () => send('listUptimePeriods', { token: null }),
  exportUptimePeriods: () => send('exportUptimePeriods', { query: '?year=2022', token: null }),
};
/** Operations that no token may call: programs always get a refusal. */
const NEVER = ['approveDraft', 'approvePostmortem'];

test('every operation is called here', () => {
  expect([...Object.keys(CALLS), ...NEVER].sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
});

test('every operation answers as it is described', async () => {
  for (const [id, call] of Object.entries(CALLS)) {
    const response = await call();
    await described(id, response);
    expect([id, Math.floor(response.status / 100)]).toEqual([id, 2]);
  }
  await described('exportAudit', await send('exportAudit', { query: '?format=ndjson' }));
  await described('listSubscribers', await send('listSubscribers', { query: '?format=csv' }));
  const body = { channel: 'email', address: 'duty@status.example' };
  for (const status of [201, 200]) {
    const response = await send('addSubscriber', { body });
    expect([response.status, await described('addSubscriber', response)]).toMatchObject([
      status,
      { state: 'unconfirmed' },
    ]);
  }
  const params = { id: (await (await opened('With a draft')).json()).incident };
  await send('saveDraft', { params, body: { version: 0, content: { body: 'Nearly over.' }, ready: true } });
  expect(await described('approveDraft', await send('approveDraft', { params, body: { version: 1 } }))).toMatchObject({
    status: 409,
  });
});

test('every operation that requires a token refuses a missing or wrong one with a problem that contains the request id', async () => {
  for (const { operationId: id, method } of operations.filter(({ security }) => security.length > 0)) {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { source: 'agent-b', probes: [] };
    for (const [token, status] of [
      [null, 401],
      ['ping', 403],
    ] as const) {
      const response = await send(id, { body, token });
      const problem = await described(id, response);
      expect([id, problem.status, problem.request_id]).toEqual([id, status, response.headers.get('x-request-id')]);
    }
  }
});

test('unknown objects and a window without times are answered with the described problems', async () => {
  for (const id of ['getIncident', 'postUpdate', 'getUptime', 'removeAlertDestination', 'listIntervals']) {
    const body = id === 'postUpdate' ? { body: 'a' } : undefined;
    const response = await send(id, {
      params: { id: id === 'removeAlertDestination' ? '99' : 'none00000001', slug: 'none' },
      query: WINDOW,
      body,
    });
    expect(await described(id, response)).toMatchObject({
      status: 404,
      request_id: response.headers.get('x-request-id'),
    });
  }
  expect(await described('getUptime', await send('getUptime', { params: { slug: 'serving' } }))).toMatchObject({
    status: 422,
  });
});
