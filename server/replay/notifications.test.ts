import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnv } from '#server/env';
import { createLog } from '#server/log';
import { cloneDatabase } from '#server/test/database';
import type { Delivery } from './read-trace.ts';
import { type Receivers, startReceivers } from './receivers.ts';
import { replay } from './replay.ts';
import { drawSubscribers } from './replay-subscribers.ts';
import { type Report, reportText } from './report.ts';

const SUBSCRIBERS = { count: 60, seed: 1 };
const IMPACTS = ['minor', 'major', 'critical'];
const [SECOND, MINUTE] = [1_000, 60_000];
const T0 = Date.parse('2022-03-30T12:00:00Z');
const INSTANCES = 10;

/** Ten instances of `serving` and one of `analytics`. Three of the ten fail for three minutes, then six, then all recover. */
function* outage(): Generator<Delivery> {
  for (let t = 0; t < 12 * MINUTE; t += 10 * SECOND) {
    const failing = t < MINUTE || t >= 7 * MINUTE ? 0 : t < 4 * MINUTE ? 3 : 6;
    const observedAt = new Date(T0 + t).toISOString();
    const serving = Array.from({ length: INSTANCES }, (_, i) => ({
      component: 'serving',
      instance: `srv-${i}`,
      observedAt,
      health: i < failing ? 'down' : 'up',
    }));
    const probes = [...serving, { component: 'analytics', instance: 'ana-0', observedAt, health: 'up' }];
    yield { deliveredAt: T0 + t + SECOND, source: 'a', probes };
  }
}

/** The impact of the incident when each of its events was sent. */
const IMPACT_AT = ['major', 'critical', 'critical'];

let receivers: Receivers;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
let report: Report;
let window: { from: number; to: number };
const folder = mkdtempSync(path.join(os.tmpdir(), 'candor-replay-test-'));
type Row = { address: string; subscriber: string; event: string; incident: string; state: string; settled_at: Date };
let rows: Row[];

beforeAll(async () => {
  receivers = await startReceivers();
  database = await cloneDatabase();
  const { url } = database;
  const env = readEnv({ ...receivers.settings, DATA_DIR: folder, PORT: '0', DATABASE_URL: url });
  const subscribers = { ...SUBSCRIBERS, hookUrl: receivers.hookUrl };
  const speed = Number.POSITIVE_INFINITY;
  ({ report, window } = await replay({ deliveries: outage(), subscribers, speed, env, log: createLog('silent') }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  rows = (
    await client.query<Row>(
      `SELECT s.address, s.public_id AS subscriber, e.public_id AS event, i.public_id AS incident, d.state, d.settled_at
       FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id JOIN event e ON e.id = d.event_id JOIN incident i ON i.id = e.incident_id
       ORDER BY d.id`,
    )
  ).rows;
  await client.end();
});
afterAll(async () => {
  await receivers.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Returns the address of each subscriber, and of which events it must be notified, by a rule that shares nothing with the statements. */
function expected(): Map<string, number[]> {
  const events = report.notifications?.events ?? [];
  const drawn = drawSubscribers({ ...SUBSCRIBERS, hookUrl: receivers.hookUrl }, ['analytics', 'serving']);
  return new Map(
    drawn.map(({ address, components, minimumImpact, events: kinds }) => {
      const isInScope = components.length === 0 || components.includes('serving');
      const got: number[] = [];
      for (const [n, { kind }] of events.entries()) {
        const isReached = IMPACTS.indexOf(IMPACT_AT[n] ?? '') >= IMPACTS.indexOf(minimumImpact);
        const isChosen = kinds.includes(kind) || (got.length === 0 && kinds.includes('opened'));
        if (isInScope && isReached && isChosen) got.push(n);
      }
      return [address, got];
    }),
  );
}

test('subscribers with different scopes, thresholds and kinds are notified of an outage that rises in level', () => {
  const { events } = report.notifications ?? { events: [] };
  expect(events.map(({ kind }) => kind)).toEqual(['opened', 'updated', 'updated']);
  const lists = [...expected().values()].map((list) => list.join());
  expect(new Set(lists)).toEqual(new Set(['', '0', '0,1,2', '1', '1,2']));
});

test('the rows have each expected message once, and all were sent', () => {
  const ids = report.notifications?.events.map(({ event }) => event) ?? [];
  const stored = Map.groupBy(rows, ({ address }) => address);
  for (const [address, events] of expected())
    expect([address, stored.get(address)?.map(({ event }) => ids.indexOf(event)) ?? []]).toEqual([address, events]);
  expect(rows.filter(({ state }) => state !== 'sent')).toEqual([]);
});

test('the receivers got the same messages as the rows, each once and in order', () => {
  const got = Map.groupBy(receivers.received, ({ address }) => address);
  for (const [address, list] of Map.groupBy(rows, (row) => row.address)) {
    const ids = list.map(({ subscriber, event, incident }, n) => {
      if (address.startsWith('http')) return `msg_${event}_${subscriber}`;
      return `<${n === 0 ? `inc-${incident}` : `evt-${event}`}.sub-${subscriber}@127.0.0.1>`;
    });
    expect([address, got.get(address)?.map(({ id }) => id)]).toEqual([address, ids]);
  }
  const of = (channel: string) => receivers.received.filter((one) => one.channel === channel).length;
  expect([report.mails, report.webhooks]).toEqual([of('email'), of('webhook')]);
  expect(report.mails).toBeGreaterThan(report.webhooks);
  expect(report.webhooks).toBeGreaterThan(0);
});

test('the times and the figure of the incident agree with the rows, and the first message leaves within 2 s of confirmation', () => {
  const { events, incidents } = report.notifications ?? { events: [], incidents: [] };
  const sentAt = (event: string) => rows.filter((row) => row.event === event).map((row) => row.settled_at.getTime());
  for (const { event, sent, recipients, ...times } of events) {
    const all = sentAt(event).sort((a, b) => a - b);
    const median = all[Math.ceil(all.length / 2) - 1];
    expect([sent, recipients]).toEqual([all.length, all.length]);
    expect([times.firstSentAt, times.medianSentAt, times.lastSentAt].map((at) => Date.parse(at ?? ''))).toEqual([
      all[0],
      median,
      all.at(-1),
    ]);
  }
  const slowest = events.map(({ event, publishedAt }) => Math.max(...sentAt(event)) - Date.parse(publishedAt));
  expect(incidents).toEqual([
    {
      incident: rows[0]?.incident,
      recipients: rows.length,
      sent: rows.length,
      slowestMs: Math.max(...slowest),
    },
  ]);
  const [opened] = events;
  const waited = Date.parse(opened?.firstSentAt ?? '') - Date.parse(opened?.confirmedAt ?? '');
  expect(waited).toBeGreaterThanOrEqual(0);
  expect(waited).toBeLessThanOrEqual(2 * SECOND);
});

test('a message that is held leaves when it is due, between two deliveries of the trace', () => {
  const [, risen] = report.notifications?.events ?? [];
  expect(risen?.firstSentAt).toBe(new Date(Date.parse(risen?.publishedAt ?? '') + 20 * SECOND).toISOString());
});

test('the report for people names each message with its times, and the figure of the incident', () => {
  const text = reportText(report, window);
  expect(text).toContain(`${report.mails} e-mails and ${report.webhooks} webhooks sent\nevent `);
  const [opened] = report.notifications?.events ?? [];
  expect(text).toMatch(
    new RegExp(`\nopened +${opened?.sent} of ${opened?.sent} +12:01:30\\.000Z +12:01:31\\.000Z +12:01:31\\.000Z`),
  );
  expect(text).toContain(`${rows.length} of ${rows.length} messages sent (100 %) within 20 s of their update`);
});
