// Gets Debian's Alertmanager for the test of its notifications where it can be had; elsewhere that test is skipped, in CI it fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ALERTMANAGER, isDebianRoot } from '../e2e/alertmanager.ts';

function run(command, ...args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

if (!existsSync(ALERTMANAGER) && isDebianRoot()) {
  const isInstalled =
    run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', 'prometheus-alertmanager');
  if (!isInstalled) process.stderr.write('alertmanager: the package prometheus-alertmanager could not be installed.\n');
}
