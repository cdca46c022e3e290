import { formatDuration } from '#components/ui/format-duration.ts';
import type { Reporting } from '#domain/measurement/reporting-interval';
import { consoleCatalogEn } from '#messages/en/catalog';

const TEXT = consoleCatalogEn.silence;

/** Returns a warning about agents that report too seldom for the silence time of the policy, if any. */
export function silenceWarning(seldom: readonly Reporting[]): string[] {
  if (seldom.length === 0) return [];
  return [
    TEXT.warning(seldom.map(({ source, intervalMs }) => TEXT.reports(source, formatDuration(intervalMs))).join(', ')),
  ];
}
