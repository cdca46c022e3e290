import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

test('the replay of 30 March 2022 is one automatic incident with two episodes and updates by staff', async () => {
  const env = { ...process.env, DATABASE_URL: '', PUBLIC_ORIGIN: '', ROLE: '' }; // empty counts as unset
  const { stdout } = await promisify(execFile)(process.execPath, ['server/cli/replay.ts', '--json'], {
    cwd: ROOT,
    env,
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  const { incidents, communication, components } = JSON.parse(stdout);
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
  const [{ firstBadAt, confirmedAt, firstPublicAt }] = communication;
  expect([firstBadAt, confirmedAt]).toEqual(['2022-03-30T13:20:00.000Z', '2022-03-30T13:20:30.000Z']);
  expect(Date.parse(firstPublicAt) - Date.parse('2022-03-30T13:20:00Z')).toBeLessThanOrEqual(32_000);
  expect(components.find((one: { component: string }) => one.component === 'serving').downMs).toBe(78 * 60_000);
});
