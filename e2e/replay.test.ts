import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { COMPILE_CACHE } from '#server/test/compile-cache';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

test.setTimeout(1_200_000); // it takes two minutes of processor time

test('the replay of 30 March 2022 has outages of 70 and 8 minutes to the millisecond, and is one incident with updates by staff, of which subscribers are notified', async () => {
  const env = { ...process.env, ...COMPILE_CACHE, DATABASE_URL: '', PUBLIC_ORIGIN: '', ROLE: '' }; // empty counts as unset
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['server/cli/replay.ts', '--json', '--subscribers', '60'],
    {
      cwd: ROOT,
      env,
      maxBuffer: OUTPUT_BYTES_MAX,
    },
  );
  const { incidents, communication, components, mails, webhooks, notifications } = JSON.parse(stdout);
  expect(incidents).toEqual([
    {
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      episodes: [
        { from: '2022-03-30T13:20:00.000Z', to: '2022-03-30T14:30:00.000Z' },
        { from: '2022-03-30T15:06:00.000Z', to: '2022-03-30T15:14:00.000Z' },
      ],
      updates: 9, // automation: opened, monitoring, reopened, monitoring; staff: five, one of them edited
    },
  ]);
  expect(communication).toMatchObject([
    {
      firstBadAt: '2022-03-30T13:20:00.000Z',
      confirmedAt: '2022-03-30T13:20:30.000Z',
      firstPublicAt: '2022-03-30T13:20:31.000Z',
    },
  ]);
  const events: { kind: string; sent: number; recipients: number; firstSentAt: string; lastSentAt: string }[] =
    notifications.events;
  expect(events.map(({ kind }) => kind)).toEqual(['opened', ...Array(7).fill('updated'), 'resolved']);
  expect(events[0]).toMatchObject({ firstSentAt: '2022-03-30T13:20:31.000Z', lastSentAt: '2022-03-30T13:20:31.000Z' });
  expect(events.filter(({ sent, recipients }) => sent === 0 || sent !== recipients)).toEqual([]);
  const sent = events.reduce((sum, event) => sum + event.sent, 0);
  expect([mails > 0, webhooks > 0, mails + webhooks]).toEqual([true, true, sent]);
  expect(notifications.incidents).toEqual([{ incident: incidents[0].id, recipients: sent, sent, slowestMs: 20_000 }]); // that of a joined update
  const [serving, analytics] = ['serving', 'analytics'].map((slug) =>
    components.find(({ component }: { component: string }) => component === slug),
  );
  expect(serving.intervals.filter(({ status }: { status: string }) => status !== 'operational')).toEqual([
    { from: '2022-03-30T13:20:00.000Z', to: '2022-03-30T14:30:00.000Z', status: 'major_outage', ms: 4_200_000 },
    { from: '2022-03-30T15:06:00.000Z', to: '2022-03-30T15:14:00.000Z', status: 'partial_outage', ms: 480_000 },
  ]);
  expect([serving.downMs, serving.unknownMs, analytics.downMs, analytics.unknownMs]).toEqual([4_680_000, 0, 0, 0]);
});
