/** Status of a component (rules 4 and 5). The first four ascend by severity; the last two have none. */
export const STATUSES = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'unknown',
  'not_monitored',
] as const;
export type Status = (typeof STATUSES)[number];

/** Levels of trouble, 1 to 3. 0 for other statuses. */
export type Level = 0 | 1 | 2 | 3;
/** The statuses that have a level, ascending. */
export const TROUBLE = ['degraded_performance', 'partial_outage', 'major_outage'] as const;
export type Trouble = (typeof TROUBLE)[number];

export function levelOf(status: Status): Level {
  return ((TROUBLE as readonly Status[]).indexOf(status) + 1) as Level; // indexOf is −1 … 2
}

/** Returns whether a status counts as down. */
export function isOutage(status: Status): boolean {
  return levelOf(status) > 1;
}

export function statusOfLevel(level: 1 | 2 | 3): Trouble {
  return TROUBLE[level - 1] as Trouble; // level is 1 … 3 by type
}

/** Statuses that an incident can state for a component. */
export const STATED = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const;
export type Stated = (typeof STATED)[number];

/** Returns the worst status that incidents state for a component, or null if none states one. */
export function worstStated(stated: readonly Stated[]): Stated | null {
  return stated.reduce<Stated | null>(
    (worst, status) => (worst !== null && levelOf(worst) >= levelOf(status) ? worst : status),
    null,
  );
}
