// Installs packages of Debian for the tests.
import { spawnSync } from 'node:child_process';

const INSTALL_MS_MAX = 180_000;
const APT = ['-o', 'Acquire::Retries=3'];

/** Runs a command with its output on stderr. Returns whether it succeeded. */
export function run(command, ...args) {
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: INSTALL_MS_MAX }).status === 0;
}

/** Returns whether Debian's package was installed. */
export function installFromDebian(name) {
  return run('apt-get', ...APT, 'update') && run('apt-get', ...APT, 'install', '-y', '--no-install-recommends', name);
}
