/** Status of a component (design rules 4 and 5). Order of severity among the first four; the last two carry no figure of health. */
export const STATUSES = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'unknown',
  'not_monitored',
] as const;
export type Status = (typeof STATUSES)[number];

/** Levels of trouble, 1 to 3; 0 for statuses that are no trouble. */
export type Level = 0 | 1 | 2 | 3;
const TROUBLE: readonly Status[] = ['degraded_performance', 'partial_outage', 'major_outage'];

export function levelOf(status: Status): Level {
  return (TROUBLE.indexOf(status) + 1) as Level; // indexOf is −1 … 2
}

export function statusOfLevel(level: 1 | 2 | 3): Status {
  return TROUBLE[level - 1] as Status; // level is 1 … 3 by type
}

/** What an incident can say of a component. */
export const STATED = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const;
export type Stated = (typeof STATED)[number];

/** The worst of what several incidents say of one component; null where none says anything. */
export function worstStated(said: readonly Stated[]): Stated | null {
  return said.reduce<Stated | null>(
    (worst, status) => (worst !== null && levelOf(worst) >= levelOf(status) ? worst : status),
    null,
  );
}
