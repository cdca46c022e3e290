// Installs a Chromium for the browser tests: Debian's without windows as root, even beside another one, because it is much faster; otherwise
// Playwright's own if there is none.
import { isDebianRoot } from '../e2e/alertmanager.ts';
import { hasChromium, hasHeadlessChromium } from '../e2e/chromium.ts';
import { installFromDebian, run } from './debian.mjs';

if (isDebianRoot() && !hasHeadlessChromium()) installFromDebian('chromium-headless-shell');
if (!hasChromium() && isDebianRoot()) installFromDebian('chromium');
if (!hasChromium()) run('npx', 'playwright', 'install', 'chromium');
if (!hasChromium()) {
  process.stderr.write(
    'chromium: Cannot install a Chromium for the browser tests. Install the package chromium, or run "npx playwright install chromium".\n',
  );
  process.exit(1);
}
