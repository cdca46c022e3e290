import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Returns the path of an installed Chromium. Where it is undefined, Playwright uses its own. */
export function systemChromium(): string | undefined {
  return SYSTEM.find((file) => existsSync(file));
}

/** Returns whether there is a Chromium to test with. */
export function hasChromium(): boolean {
  return systemChromium() !== undefined || existsSync(chromium.executablePath());
}
