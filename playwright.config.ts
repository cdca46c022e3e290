import { defineConfig } from '@playwright/test';
import { systemChromium } from './e2e/chromium.ts';

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-gpu',
];
const isRoot = process.getuid?.() === 0;
const executablePath = systemChromium();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  globalSetup: './e2e/cluster-template.ts',
  outputDir: 'test-results/output',
  workers: 3,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./e2e/count-reporter.ts']],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET },
  },
});
