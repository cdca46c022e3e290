/** What monitoring can report of an outage … */
type FailureNews = 'opened' | 'joined' | 'back' | 'resumed' | 'flapping' | 'sustained' | 'raised';
/** … and of its end. */
export type RecoveryNews = 'monitoring' | 'calm' | 'resolved';

/** One thing that monitoring reported in an automatic update: which components it is about and, of a recovery, since when they are operational. */
export type AutomaticNews =
  | { kind: FailureNews; componentIds: number[] }
  | { kind: RecoveryNews; componentIds: number[]; since: number };

export function isRecovery(news: AutomaticNews): news is Extract<AutomaticNews, { since: number }> {
  return 'since' in news;
}

/**
 * Returns the news that an automatic update reports, with the state as it is now: the last recovery alone, or what failed since, one kind of news after
 * the other. A component that is reported as failing needs no word that it got worse: its level is told with it.
 */
export function reportedNews(news: readonly AutomaticNews[]): AutomaticNews[] {
  const last = news.at(-1);
  if (!last || isRecovery(last)) return last ? [last] : [];
  const failures = news.slice(news.findLastIndex(isRecovery) + 1);
  const kinds = [...new Set(failures.map(({ kind }) => kind))] as FailureNews[]; // no recovery is among them
  const merged = kinds.map((kind) => ({
    kind,
    componentIds: [...new Set(failures.filter((one) => one.kind === kind).flatMap((one) => one.componentIds))],
  }));
  const reported = new Set(merged.filter(({ kind }) => kind !== 'raised').flatMap(({ componentIds }) => componentIds));
  return merged.filter(({ kind, componentIds }) => kind !== 'raised' || componentIds.some((id) => !reported.has(id)));
}
