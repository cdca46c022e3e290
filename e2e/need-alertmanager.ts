import { existsSync } from 'node:fs';
import { test } from '@playwright/test';
import { ALERTMANAGER, isDebianRoot } from './alertmanager.ts';

/** Skips the test if Alertmanager is missing. In CI, and where its package can be installed, the test fails instead. */
export function needAlertmanager(isRequired = Boolean(process.env.CI) || isDebianRoot(), file = ALERTMANAGER): void {
  if (existsSync(file)) return;
  const reason = `${file} is missing: install the Debian package prometheus-alertmanager`;
  if (isRequired) throw new Error(reason);
  test.info().skip(true, reason);
}
