/** What monitoring can report of an outage. `reopened`: late data shows that a failure did not end. */
type FailureKind = 'opened' | 'joined' | 'recurred' | 'reopened' | 'flapping' | 'sustained' | 'raised';
/** What it can report of a recovery. `stable`: a flapping component has had no outage for an hour. */
export type RecoveryKind = 'monitoring' | 'stable' | 'resolved';

/** One report in an automatic update: its components and, for a recovery, since when they have been operational. */
export type MonitoringReport =
  | { kind: FailureKind; componentIds: number[] }
  | { kind: RecoveryKind; componentIds: number[]; since: number };

export function isRecovery(report: MonitoringReport): report is Extract<MonitoringReport, { since: number }> {
  return 'since' in report;
}

/**
 * Merges the reports of a burst into those that describe the current situation: only the latest recovery, or the failures since, one report per kind. A
 * component that is reported as failing is not reported as worse, because its level is part of that report.
 */
export function mergeReports(reports: readonly MonitoringReport[]): MonitoringReport[] {
  const last = reports.at(-1);
  if (!last || isRecovery(last)) return last ? [last] : [];
  const failures = reports.slice(reports.findLastIndex(isRecovery) + 1);
  const kinds = [...new Set(failures.map(({ kind }) => kind))] as FailureKind[]; // recoveries were cut off above
  const merged = kinds.map((kind) => ({
    kind,
    componentIds: [...new Set(failures.filter((one) => one.kind === kind).flatMap((one) => one.componentIds))],
  }));
  const reported = new Set(merged.filter(({ kind }) => kind !== 'raised').flatMap(({ componentIds }) => componentIds));
  return merged.filter(({ kind, componentIds }) => kind !== 'raised' || componentIds.some((id) => !reported.has(id)));
}
