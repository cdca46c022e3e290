import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#server/context';
import { testWorld } from '#server/test/database';
import { failingPool, sqlError } from '#server/test/faults';
import { aProbe, startProbes, T0 } from '#server/test/probes';

const world = testWorld(T0);
/** What the database is to refuse: values that get past every check, as a fingerprint with U+0000 once did. */
let refused: { text: RegExp; value: RegExp; code: string; constraint?: string } | null = null;
let statements = 0;
let probes: Awaited<ReturnType<typeof startProbes>>;

beforeAll(async () => {
  const ingest = failingPool(world.ctx.ingest, ({ text, values }) => {
    if (!refused?.text.test(text)) return null;
    statements++;
    if (!values.some((value) => refused?.value.test(String(value)))) return null;
    return Object.assign(sqlError(refused.code), { constraint: refused.constraint });
  });
  const ctx: Context = { ...world.ctx, ingest };
  probes = await startProbes(ctx);
});
afterAll(() => probes.stop());
beforeEach(async () => {
  refused = null;
  statements = 0;
  world.clock.set(world.clock.now() + 60_000);
  await world.ctx.web.query('TRUNCATE probe');
});

const now = () => new Date(world.clock.now()).toISOString();
const stored = async () => Number((await world.ctx.web.query('SELECT count(*) FROM probe')).rows[0].count);
const batch = (from: number, count: number, change: object = {}) =>
  Array.from({ length: count }, (_, i) => aProbe({ instance: `i-${from + i}`, observedAt: now(), ...change }));

describe('a value that the database refuses', () => {
  // 22003 numeric_value_out_of_range: PostgreSQL documentation, appendix A.
  test('rejects only its own probe, not others of the batch or other deliveries of the same insert', async () => {
    await probes.post('agent-a', batch(0, 100));
    await probes.post('agent-b', batch(200, 50));
    world.clock.set(world.clock.now() + 1_000);
    await world.ctx.web.query('TRUNCATE probe');
    refused = { text: /INTO probe/, value: /\b424242\b/, code: '22003' };
    const bad = batch(0, 100).map((probe, i) => (i === 37 ? { ...probe, dataAgeSeconds: 424.242 } : probe));
    const answers = await Promise.all([probes.post('agent-a', bad), probes.post('agent-b', batch(200, 50))]);
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [
        202,
        {
          accepted: 99,
          duplicates: 0,
          rejected: [{ index: 37, code: 'invalid', detail: expect.stringMatching(/cannot be stored/) }],
        },
      ],
      [202, { accepted: 50, duplicates: 0, rejected: [] }],
    ]);
    expect(await stored()).toBe(149);
    expect(statements).toBeLessThan(30);
    expect(probes.watch.held()).toEqual(new Map());
  });

  // 22021 character_not_in_repertoire, 22P05 untranslatable_character: the errors of PostgreSQL for U+0000 and for a character that its encoding lacks.
  test.each(['22021', '22P05'])('in a label (%s) rejects only its own probe', async (code) => {
    refused = { text: /INTO instance/, value: new RegExp(`bad-${code}`), code };
    const { status, body } = await probes.post('agent-a', [
      ...batch(300, 5),
      aProbe({ instance: `bad-${code}`, observedAt: now() }),
      ...batch(400, 5),
    ]);
    expect([status, body.accepted, body.rejected]).toEqual([
      202,
      10,
      [{ index: 5, code: 'invalid', detail: expect.any(String) }],
    ]);
    expect(probes.watch.held()).toEqual(new Map());
  });

  test('in every probe of a batch is found with a limited number of statements', async () => {
    await probes.post('agent-a', batch(0, 1_000));
    world.clock.set(world.clock.now() + 1_000);
    refused = { text: /INTO probe/, value: /\b424242\b/, code: '22003' };
    const { status, body } = await probes.post('agent-a', batch(0, 1_000, { dataAgeSeconds: 424.242 }));
    expect([status, body.accepted, (body.rejected as unknown[]).length]).toEqual([202, 0, 1_000]);
    expect(statements).toBeLessThan(500);
  });

  test('of an alert is 422, so that Alertmanager does not retry it for ever', async () => {
    refused = { text: /INTO alert/, value: /./, code: '22021' };
    const alert = {
      status: 'firing',
      labels: { component: 'serving', instance: 's-1' },
      startsAt: now(),
      fingerprint: 'f',
    };
    const { status, body } = await probes.notify('alertmanager', { alerts: [alert] });
    expect([status, body.type]).toEqual([422, '/problems/invalid-input']);
    expect(probes.watch.held()).toEqual(new Map());
  });

  test('is the fault of the sender for constraints that requests can violate; any other is ours: 503, and its components wait', async () => {
    refused = { text: /INTO instance/, value: /gone/, code: '23503', constraint: 'instance_component_id_fkey' };
    expect(
      (await probes.post('agent-a', [aProbe({ instance: 'gone', observedAt: now() })])).body.rejected,
    ).toHaveLength(1);
    refused = { text: /INTO instance/, value: /ours/, code: '23514', constraint: 'instance_name_check' };
    expect((await probes.post('agent-a', [aProbe({ instance: 'ours', observedAt: now() })])).status).toBe(503);
    expect([...probes.watch.held().values()]).toEqual([world.clock.now()]);
  });
});
