import type { AlertHealth } from './received-alert.ts';

/** The state of an instance while an alert of this severity fires. An ignored alert has no effect. */
export const SEVERITY_MEANINGS = ['down', 'degraded', 'up', 'ignore'] as const;
export type SeverityMeaning = AlertHealth | 'ignore';
/** Meanings by severity, in lower case. */
export type Severities = Readonly<Record<string, SeverityMeaning>>;

const severities = (meaning: SeverityMeaning, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, meaning]));

/**
 * A watchdog alert, which always fires to prove that alerts arrive, usually has the severity none. No severity is ignored by default; only the
 * operator can exclude alerts.
 */
const DEFAULTS: Severities = {
  ...severities(
    'down',
    '',
    'critical',
    'crit',
    'error',
    'err',
    'page',
    'fatal',
    'emergency',
    'disaster',
    'blocker',
    'major',
    'high',
    'outage',
    'down',
  ),
  ...severities('down', 'p1', 'p2', 'sev0', 'sev1', 'sev2', 's1', 's2'),
  ...severities(
    'degraded',
    'warning',
    'warn',
    'degraded',
    'minor',
    'medium',
    'moderate',
    'average',
    'ticket',
    'p3',
    'sev3',
    's3',
  ),
  ...severities(
    'degraded',
    'notice',
    'low',
    'info',
    'informational',
    'information',
    'debug',
    'p4',
    'p5',
    'sev4',
    'sev5',
    's4',
  ),
  ...severities('up', 'none', 'ok', 'normal'),
};

/** Returns the meaning of a severity: the one configured by the operator, or the default. An unknown severity counts as down. */
export function meaningOf(severity: string, own: Severities): { meaning: SeverityMeaning; isKnown: boolean } {
  const name = severity.trim().toLowerCase();
  for (const table of [own, DEFAULTS])
    if (Object.hasOwn(table, name)) return { meaning: table[name] as SeverityMeaning, isKnown: true };
  return { meaning: 'down', isKnown: false };
}
