import { defineConfig } from '@playwright/test';
import { systemChromium } from './e2e/chromium.ts';
import { useMemoryFolder } from './server/test/memory-folder.ts';

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
];
/** Files that wait for minutes. They begin first, so that the run does not end with them. */
const WAITING = /(database-down|fleet|replay|on-call|crash)\.test\.ts$/;
const isRoot = process.getuid?.() === 0;
useMemoryFolder(process.env); // workers inherit it
const executablePath = systemChromium();

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/cluster-template.ts',
  outputDir: 'test-results/output',
  workers: 3,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 300_000, // these limits stop tests that hang, and must not be reached on a busy machine
  expect: { timeout: 60_000 },
  projects: [
    { name: 'waiting', testMatch: WAITING },
    { name: 'others', testMatch: '**/*.test.ts', testIgnore: WAITING },
  ],
  reporter: [['list'], ['./e2e/count-reporter.ts']],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET },
  },
});
