import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium that the machine has, or undefined: then Playwright looks for its own. */
export function systemChromium(): string | undefined {
  return SYSTEM.find((file) => existsSync(file));
}

/** Whether any Chromium is there to test with. */
export function hasChromium(): boolean {
  return systemChromium() !== undefined || existsSync(chromium.executablePath());
}
