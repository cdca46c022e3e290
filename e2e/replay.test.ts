import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Report } from '#server/replay/report';
import { COMPILE_CACHE } from '#server/test/compile-cache';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

test.setTimeout(1_200_000); // it takes two minutes of processor time

async function replay(): Promise<Report> {
  const env = { ...process.env, ...COMPILE_CACHE, DATABASE_URL: '', PUBLIC_ORIGIN: '', ROLE: '' }; // empty counts as unset
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['server/cli/replay.ts', '--json', '--subscribers', '60'],
    { cwd: ROOT, env, maxBuffer: OUTPUT_BYTES_MAX },
  );
  return JSON.parse(stdout);
}

function expectOutages({ incidents, communication, components }: Report): void {
  expect(incidents).toEqual([
    {
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      episodes: [
        { from: '2022-03-30T13:20:00.000Z', to: '2022-03-30T14:30:00.000Z' },
        { from: '2022-03-30T15:06:00.000Z', to: '2022-03-30T15:14:00.000Z' },
      ],
      updates: 10, // automation: opened, monitoring, reopened, monitoring; staff: five, one of them edited; the post-mortem
    },
  ]);
  expect(communication).toMatchObject([
    {
      firstBadAt: '2022-03-30T13:20:00.000Z',
      confirmedAt: '2022-03-30T13:20:30.000Z',
      firstPublicAt: '2022-03-30T13:20:31.000Z',
    },
  ]);
  const [serving, analytics] = ['serving', 'analytics'].map((slug) =>
    components.find(({ component }) => component === slug),
  );
  expect(serving?.intervals.filter(({ status }) => status !== 'operational')).toEqual([
    { from: '2022-03-30T13:20:00.000Z', to: '2022-03-30T14:30:00.000Z', status: 'major_outage', ms: 4_200_000 },
    { from: '2022-03-30T15:06:00.000Z', to: '2022-03-30T15:14:00.000Z', status: 'partial_outage', ms: 480_000 },
  ]);
  expect([serving?.downMs, serving?.unknownMs]).toEqual([4_680_000, 0]);
  expect([analytics?.downMs, analytics?.unknownMs]).toEqual([0, 0]);
}

function expectNotifications({ incidents, mails, webhooks, notifications }: Report): void {
  const events = notifications?.events ?? [];
  expect(events.map(({ kind }) => kind)).toEqual(['opened', ...Array(7).fill('updated'), 'resolved', 'postmortem']);
  expect(events[0]).toMatchObject({ firstSentAt: '2022-03-30T13:20:31.000Z', lastSentAt: '2022-03-30T13:20:31.000Z' });
  expect(events.at(-1)?.publishedAt).toBe('2022-04-01T10:00:00.000Z');
  expect(events.filter(({ sent, recipients }) => sent === 0 || sent !== recipients)).toEqual([]);
  const sent = events.reduce((sum, event) => sum + event.sent, 0);
  expect([mails > 0, webhooks > 0, mails + webhooks]).toEqual([true, true, sent]);
  const slowestMs = 20_000; // that of a joined update
  expect(notifications?.incidents).toEqual([{ incident: incidents[0]?.id, recipients: sent, sent, slowestMs }]);
}

function expectPostmortem({ postmortems }: Report): void {
  const [postmortem] = postmortems;
  expect(postmortem).toMatchObject({
    path: expect.stringMatching(/^\/postmortems\/[a-z0-9]{12}$/),
    publishedAt: '2022-04-01T10:00:00.000Z',
    changedAt: '2023-01-02T10:00:00.000Z',
    recordChanges: [],
    figures: { downMs: 4_680_000, episodes: 2, detectedAfterMs: 30_000, identifiedAfterMs: 840_000 },
  });
  const of = { component: 'serving', downMs: 4_680_000, targetMillionths: 999_000 };
  expect(postmortem?.figures.uptime).toMatchObject([
    { ...of, period: '2022-03', uptimeMillionths: 998_252, isMet: false, budgetShareMillionths: 1_747_312 },
    { ...of, period: '2022', uptimeMillionths: 999_851, isMet: true, budgetShareMillionths: 148_402 },
  ]);
  const checked = postmortem?.check.figures ?? [];
  expect(checked.filter(({ verdict }) => verdict !== 'match')).toEqual([]);
  for (const figure of [
    { fact: 'uptime.month', text: '99.825 %', recorded: '99.825 %' },
    { fact: 'uptime.year', text: '99.985 %', recorded: '99.985 %' },
    { fact: 'budget.share', text: '174.732 %', recorded: '174.732 %' },
    { fact: 'downtime', text: '78 minutes', recorded: '1\u00a0h 18\u00a0min' },
  ])
    expect(checked).toContainEqual(expect.objectContaining(figure));
}

test('the replay of 30 March 2022 has outages of 70 and 8 minutes to the millisecond, and is one incident with updates by staff and a post-mortem, of which subscribers are notified', async () => {
  const report = await replay();
  expectOutages(report);
  expectNotifications(report);
  expectPostmortem(report);
});
