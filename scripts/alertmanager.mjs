// Installs Debian's Alertmanager for the test of its notifications. If it cannot be installed, that test is skipped, but fails in CI.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ALERTMANAGER, isDebianRoot } from '../e2e/alertmanager.ts';

function run(command, ...args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

if (!existsSync(ALERTMANAGER) && isDebianRoot()) {
  const isInstalled =
    run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', 'prometheus-alertmanager');
  if (!isInstalled) process.stderr.write('alertmanager: Cannot install the package prometheus-alertmanager.\n');
}
