import type { AlertAbout } from '#domain/alerting/alert';
import { consoleAlertsEn } from '#messages/en/alerts';

const TEXT = consoleAlertsEn.advice;

/** Formats what to do about an active alert, in a sentence. */
export function formatAdvice(about: AlertAbout): string {
  if (about.kind === 'contradiction') return about.of === 'unpublished' ? TEXT.unpublished : TEXT.misstated;
  if (about.kind !== 'outage') return TEXT[about.kind];
  if (about.current === 'unknown') return TEXT.outageUnknown;
  if (about.current === 'degraded') return TEXT.outageBetter;
  return about.closed ? TEXT.outageClosed : TEXT.outage;
}
