import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createStaffAlerts } from '#server/alerting/run-alerting';
import { mailsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const FOLDER = path.resolve(import.meta.dirname, '../../prisma/migrations');
const MIGRATION = '20261127200000_alerts_are_deliveries';
const world = testWorld(T0);
const at = (minutes: number) => new Date(T0 + minutes * MINUTE).toISOString();

/** Messages as an earlier version stored them: one that failed once, one that a process is sending, and settled ones. */
const STORED = `INSERT INTO alert_destination (id, kind, name, address, created_at) VALUES (1, 'mail', 'Duty', 'duty@status.example', '${at(-60)}');
INSERT INTO staff_alert (id, public_id, key, urgency, about, begun_at, active_since, notify_from)
SELECT n, lpad(n::text, 12, 'a'), 'key-' || n, 2, '{"kind": "agent_silent", "source": "agent", "seenAt": 0}', '${at(-9)}', '${at(-9)}', '${at(-9)}' FROM generate_series(1, 5) n;
INSERT INTO staff_alert_delivery (alert_id, destination_id, event, round, urgency, made_at, due_at, tries, claimed_until, outcome, settled_at) VALUES
  (1, 1, 'raised', 1, 2, '${at(-9)}', '${at(1)}', 1, NULL, NULL, NULL),
  (2, 1, 'raised', 1, 2, '${at(-9)}', '${at(-9)}', 1, '${at(1)}', NULL, NULL),
  (3, 1, 'raised', 1, 2, '${at(-9)}', '${at(-9)}', 1, NULL, 'sent', '${at(-8)}'),
  (4, 1, 'raised', 1, 2, '${at(-9)}', '${at(-9)}', 3, NULL, 'lost', '${at(-8)}'),
  (5, 1, 'raised', 1, 2, '${at(-9)}', '${at(-9)}', 0, NULL, 'dropped', '${at(-8)}')`;

beforeAll(async () => {
  const { web } = world.ctx;
  await web.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const folders = (await readdir(FOLDER, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const name of folders.map((entry) => entry.name).sort()) {
    if (name === MIGRATION) await web.query(STORED);
    await web.query(await readFile(path.join(FOLDER, name, 'migration.sql'), 'utf8'));
  }
});

test('the migration of alerts to deliveries keeps their messages, and pending ones are sent after it', async () => {
  const { prisma, alerts } = world.ctx;
  const stored = async () =>
    (await prisma.delivery.findMany({ orderBy: { id: 'asc' } })).map(({ state, outcome, tries }) => [
      state,
      outcome,
      tries,
    ]);
  expect(await stored()).toEqual([
    ['due', null, 1],
    ['due', null, 1],
    ['sent', 'sent', 1],
    ['dead', 'lost', 3],
    ['dropped', 'dropped', 0],
  ]);
  const { lane } = createStaffAlerts(world.ctx);
  await lane.run();
  expect(await mailsTo(world.mailFolder, 'duty@status.example')).toEqual([]);
  world.clock.set(T0 + MINUTE);
  await lane.run();
  const ids = (await mailsTo(world.mailFolder, 'duty@status.example')).map(({ headers }) => headers.get('message-id'));
  expect(ids.sort()).toEqual([1, 2].map((n) => `<staff-alert-${'a'.repeat(11)}${n}-raised-1@127.0.0.1>`));
  expect((await stored()).slice(0, 2)).toEqual(Array(2).fill(['sent', 'sent', 2]));
  const { rows } = await alerts.query("SELECT count(*)::int AS count FROM delivery WHERE lane = 'alert'");
  expect(rows).toEqual([{ count: 5 }]);
});
