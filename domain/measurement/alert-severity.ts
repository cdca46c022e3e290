import type { AlertHealth } from './received-alert.ts';

/** What a severity says of an instance; an alert that is ignored says nothing of it. */
export const SEVERITY_MEANINGS = ['down', 'degraded', 'up', 'ignore'] as const;
export type SeverityMeaning = AlertHealth | 'ignore';
/** Severities in lower case, and what they mean. */
export type Severities = Readonly<Record<string, SeverityMeaning>>;

const severities = (meaning: SeverityMeaning, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, meaning]));

/**
 * An alert that always fires, to show that alerts arrive, usually has the severity none. No severity is ignored by default: an alert stops
 * counting only where the operator says so.
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

/** What a severity means, by what the operator says first; `isKnown` is false where nobody says, and the alert counts as down. */
export function meaningOf(severity: string, own: Severities): { meaning: SeverityMeaning; isKnown: boolean } {
  const name = severity.trim().toLowerCase();
  for (const table of [own, DEFAULTS])
    if (Object.hasOwn(table, name)) return { meaning: table[name] as SeverityMeaning, isKnown: true };
  return { meaning: 'down', isKnown: false };
}
