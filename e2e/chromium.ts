import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** The browser without windows, which Playwright's own Chromium is too. It needs a third of the processor time of the others. */
const HEADLESS = '/usr/bin/chromium-headless-shell';
const SYSTEM = [HEADLESS, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Returns the path of an installed Chromium. Where it is undefined, Playwright uses its own. */
export function systemChromium(): string | undefined {
  return SYSTEM.find((file) => existsSync(file));
}

/** Returns whether the fastest Chromium of the system is installed. */
export function hasHeadlessChromium(): boolean {
  return existsSync(HEADLESS);
}

/** Returns whether there is a Chromium to test with. */
export function hasChromium(): boolean {
  return systemChromium() !== undefined || existsSync(chromium.executablePath());
}
