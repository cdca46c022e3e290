import { describe, expect, test } from 'vitest';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { shareContext } from '#server/context';
import { AppError } from '#server/errors';
import { openApiDocument } from '#server/http/openapi/openapi';
import { componentIntervals, componentUptime } from '#server/sla/component-record';
import { intervalsSchema, unconfirmedSchema, uptimeSchema } from '#server/sla/schemas';
import { unconfirmedFailures } from '#server/sla/unconfirmed-failures';
import { testWorld } from '#server/test/database';
import { handle, jsonAnswer, windowOf } from './handle.ts';

const T = (text: string) => Date.parse(text);
const world = testWorld(T('2022-04-10T00:00:00Z'));

async function plantMarch(): Promise<void> {
  const rows = [
    ['2022-03-01T00:00:00Z', '2022-03-30T13:20:00Z', 'operational'],
    ['2022-03-30T13:20:00Z', '2022-03-30T14:30:00Z', 'major_outage'],
    ['2022-03-30T14:30:00Z', '2022-03-30T15:06:00Z', 'operational'],
    ['2022-03-30T15:06:00Z', '2022-03-30T15:14:00Z', 'partial_outage'],
    ['2022-03-30T15:14:00Z', null, 'operational'],
  ];
  for (const row of rows)
    await world.ctx.web.query(
      'INSERT INTO status_interval (component_id, from_at, to_at, status) VALUES (1, $1, $2, $3)',
      row,
    );
  await world.ctx.web.query(
    "INSERT INTO current_state VALUES (1, '2022-04-05T00:00:00Z', 'operational', '2022-03-30T15:14:00Z', 'steady', NULL, '{}', NULL, NULL, NULL, DEFAULT, '2022-04-05T00:00:00Z')",
  );
}

describe('the record of a component', () => {
  test('lists a short failure as unconfirmed, in the window in which it began', async () => {
    const raw = [
      ['2022-03-20T10:00:00Z', 'operational'],
      ['2022-03-20T12:00:00Z', 'partial_outage'],
      ['2022-03-20T12:00:10Z', 'operational'],
      ['2022-03-20T12:00:40Z', 'partial_outage'],
      ['2022-03-20T12:00:50Z', 'operational'],
    ];
    for (const row of raw)
      await world.ctx.web.query('INSERT INTO raw_status (component_id, at, status) VALUES (2, $1, $2)', row);
    await world.ctx.web.query(
      "INSERT INTO current_state VALUES (2, '2022-04-05T00:00:00Z', 'operational', '2022-03-20T10:00:00Z', 'steady', NULL, '{}', NULL, NULL, NULL, DEFAULT, '2022-04-05T00:00:00Z')",
    );
    const ask = async (from: string, to: string) =>
      unconfirmedSchema.parse(
        await unconfirmedFailures(world.ctx, { component: 'analytics', from: T(from), to: T(to) }),
      ).unconfirmed;
    const blip = { from: '2022-03-20T12:00:00.000Z', to: '2022-03-20T12:00:50.000Z', status: 'partial_outage' };
    expect(await ask('2022-03-20T00:00:00Z', '2022-03-21T00:00:00Z')).toEqual([blip]);
    expect(await ask('2022-03-20T12:00:00Z', '2022-03-20T12:00:01Z')).toEqual([blip]);
    expect(await ask('2022-03-20T12:00:41Z', '2022-03-21T00:00:00Z')).toEqual([]);
    await expect(ask('2022-01-01T00:00:00Z', '2022-03-21T00:00:00Z')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('computes March 2022 like the worked example', async () => {
    await plantMarch();
    const march = { component: 'serving', from: T('2022-03-01T00:00:00Z'), to: T('2022-04-01T00:00:00Z') };
    const uptime = uptimeSchema.parse(await componentUptime(world.ctx, march));
    expect(uptime).toEqual({
      component: 'serving',
      from: '2022-03-01T00:00:00.000Z',
      to: '2022-04-01T00:00:00.000Z',
      evaluatedUntil: '2022-04-05T00:00:00.000Z',
      upMs: 2_673_720_000,
      downMs: 4_680_000,
      degradedMs: 0,
      unknownMs: 0,
      excludedMs: 0,
      uptimeMillionths: 998_252,
      lowestMillionths: 998_252,
      highestMillionths: 998_252,
      coverageMillionths: 1_000_000,
      targetMillionths: 999_000,
      met: false,
      policyVersions: [1],
    });
    const day = intervalsSchema.parse(
      await componentIntervals(world.ctx, {
        component: 'serving',
        from: T('2022-03-30T14:00:00Z'),
        to: T('2022-03-30T15:10:00Z'),
      }),
    );
    expect(day.intervals.map((i) => [i.from.slice(11, 19), i.to.slice(11, 19), i.status])).toEqual([
      ['14:00:00', '14:30:00', 'major_outage'],
      ['14:30:00', '15:06:00', 'operational'],
      ['15:06:00', '15:10:00', 'partial_outage'],
    ]);
  });

  test('covers the window without gaps: not monitored before the first evaluation, nothing after the last', async () => {
    const { intervals } = await componentIntervals(world.ctx, {
      component: 'serving',
      from: T('2022-02-28T00:00:00Z'),
      to: T('2022-04-09T00:00:00Z'),
    });
    expect(intervals[0]).toEqual({
      from: '2022-02-28T00:00:00.000Z',
      to: '2022-03-01T00:00:00.000Z',
      status: 'not_monitored',
    });
    expect(intervals.at(-1)?.to).toBe('2022-04-05T00:00:00.000Z');
    for (const [i, interval] of intervals.entries()) if (i > 0) expect(interval.from).toBe(intervals[i - 1]?.to);
  });

  test('rejects an unknown component, an empty window and a missing time', async () => {
    const window = { from: 0, to: 1 };
    await expect(componentUptime(world.ctx, { component: 'nothing', ...window })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(componentUptime(world.ctx, { component: 'serving', from: 1, to: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(() => windowOf(new Request('http://x/?from=yesterday&to=2022-01-01T00:00:00Z'), parseRfc3339)).toThrow(
      'from: must be an RFC 3339 time',
    );
  });
});

describe('a route', () => {
  test('answers with an ETag, with 304 to a client that has it, and with a problem on failure', async () => {
    shareContext(world.ctx);
    const get = handle('public', async (_ctx, request) => {
      if (request.url.endsWith('/lost')) throw new AppError('not_found', 'Nothing here.');
      if (request.url.endsWith('/away')) throw Object.assign(new Error('secret detail'), { code: 'ECONNREFUSED' });
      if (request.url.endsWith('/broken')) throw new Error('secret detail');
      return jsonAnswer({ a: 1 });
    });
    const ok = await get(new Request('http://x/ok'));
    const etag = ok.headers.get('etag') as string;
    expect([ok.status, ok.headers.get('access-control-allow-origin'), await ok.json()]).toEqual([200, '*', { a: 1 }]);
    for (const named of [etag, etag.slice(2), `"other", ${etag}`, `"a,b" , ${etag.slice(2)}`, '*', ' * '])
      for (const method of ['GET', 'HEAD'])
        expect((await get(new Request('http://x/ok', { method, headers: { 'if-none-match': named } }))).status).toBe(
          304,
        );
    expect((await get(new Request('http://x/ok', { headers: { 'if-none-match': '"other"' } }))).status).toBe(200);
    const lost = await get(new Request('http://x/lost'));
    expect([lost.status, lost.headers.get('content-type'), (await lost.json()).type]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      '/problems/not-found',
    ]);
    const away = await get(new Request('http://x/away'));
    expect([away.status, away.headers.get('retry-after'), (await away.text()).includes('secret')]).toEqual([
      503,
      '5',
      false,
    ]);
    const broken = await get(new Request('http://x/broken'));
    expect([broken.status, (await broken.text()).includes('secret')]).toEqual([500, false]);
  });

  test('is described in OpenAPI by the schemas that validate requests', () => {
    const document = openApiDocument('https://status.example');
    expect(Object.keys(document.components?.schemas ?? {}).sort()).toEqual(
      expect.arrayContaining(['Intervals', 'Probe', 'ProbeBatch', 'ProbeReceipt', 'Problem', 'Uptime']),
    );
    expect(JSON.stringify(document.components?.schemas?.ProbeBatch)).toContain('5000');
    expect(JSON.stringify(document.paths?.['/api/v1/incidents/{id}/updates'])).toContain('nextUpdateBy');
  });
});
