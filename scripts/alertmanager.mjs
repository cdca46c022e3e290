// Gets Debian's Alertmanager for the test of its notifications where it can be had; where it cannot, that test says so and is not run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ALERTMANAGER } from '../e2e/alertmanager.ts';

function run(command, ...args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status === 0;
}

const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version');
if (!existsSync(ALERTMANAGER) && isDebianRoot) {
  const isInstalled = run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', 'prometheus-alertmanager');
  if (!isInstalled) process.stderr.write('alertmanager: the package prometheus-alertmanager could not be installed.\n');
}
