// Installs Debian's Alertmanager for the test of its notifications. If it cannot be installed, that test is skipped, but fails in CI.
import { existsSync } from 'node:fs';
import { ALERTMANAGER, isDebianRoot } from '../e2e/alertmanager.ts';
import { installFromDebian } from './debian.mjs';

if (!existsSync(ALERTMANAGER) && isDebianRoot() && !installFromDebian('prometheus-alertmanager')) {
  process.stderr.write('alertmanager: Cannot install the package prometheus-alertmanager.\n');
}
