// Installs a Chromium for the browser tests if there is none: Debian's as root, otherwise Playwright's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasChromium } from '../e2e/chromium.ts';

function run(...commands) {
  return commands.every(([command, ...args]) => spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0);
}

function install() {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (isDebianRoot && run(['apt-get', 'update'], ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium']))
    return;
  run(['npx', 'playwright', 'install', 'chromium']);
}

if (!hasChromium()) {
  install();
  if (!hasChromium()) {
    process.stderr.write(
      'chromium: Cannot install a Chromium for the browser tests. Install the package chromium, or run "npx playwright install chromium".\n',
    );
    process.exit(1);
  }
}
