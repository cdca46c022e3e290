// Installs a Chromium for the browser tests: Debian's without windows as root, even beside another one, because it is much faster; otherwise
// Playwright's own if there is none.
import { spawnSync } from 'node:child_process';
import { isDebianRoot } from '../e2e/alertmanager.ts';
import { hasChromium, hasHeadlessChromium } from '../e2e/chromium.ts';

const INSTALL_MS_MAX = 180_000;

function run(...commands) {
  return commands.every(
    ([command, ...args]) => spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: INSTALL_MS_MAX }).status === 0,
  );
}

function installFromDebian(name) {
  return run(['apt-get', 'update'], ['apt-get', 'install', '-y', '--no-install-recommends', name]);
}

if (isDebianRoot() && !hasHeadlessChromium()) installFromDebian('chromium-headless-shell');
if (!hasChromium() && isDebianRoot()) installFromDebian('chromium');
if (!hasChromium()) run(['npx', 'playwright', 'install', 'chromium']);
if (!hasChromium()) {
  process.stderr.write(
    'chromium: Cannot install a Chromium for the browser tests. Install the package chromium, or run "npx playwright install chromium".\n',
  );
  process.exit(1);
}
