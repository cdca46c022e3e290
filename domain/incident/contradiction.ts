import type { Stated } from '#domain/measurement/status';
import { levelOf, type Status } from '#domain/measurement/status';

/**
 * How public information differs from monitoring. `unpublished`: monitoring shows an outage without a public incident. `understated`: it shows a worse status
 * than stated. `overstated`: trouble is stated, but monitoring shows operational.
 */
export type ContradictionKind = 'unpublished' | 'understated' | 'overstated';
type ShownComponent = {
  slug: string;
  name: string;
  status: Status;
  phase: 'steady' | 'possible' | 'recovering';
  stated: Stated | null;
};
export type Contradiction = Pick<ShownComponent, 'slug' | 'name' | 'status' | 'stated'> & { kind: ContradictionKind };
/** The direction of the difference: the stated status is `better` or `worse` than monitoring shows. */
export type Direction = 'better' | 'worse';

const OUTAGE = 2;

/** Returns whether readers are given a better or a worse status than monitoring shows. */
export function directionOf(kind: ContradictionKind): Direction {
  return kind === 'overstated' ? 'worse' : 'better';
}

function kindOf({ status, phase, stated }: ShownComponent, isKnown: boolean): ContradictionKind | null {
  const measured = levelOf(status);
  const counts = phase !== 'recovering' || isKnown;
  if (stated === null) return measured >= OUTAGE && counts ? 'unpublished' : null;
  if (measured > levelOf(stated) && counts) return 'understated';
  return levelOf(stated) > 0 && status === 'operational' && phase === 'steady' ? 'overstated' : null;
}

/**
 * Returns the contradictions between stated and measured statuses, one per component. Missing monitoring data contradicts nothing. A component that is
 * recovering starts no contradiction, but a known one (`isKnown`) continues until the recovery is confirmed.
 */
export function contradictionsOf(
  components: readonly ShownComponent[],
  isKnown: (slug: string) => boolean = () => false,
): Contradiction[] {
  return components.flatMap((component) => {
    const { slug, name, status, stated } = component;
    const kind = kindOf(component, isKnown(slug));
    return kind === null ? [] : [{ kind, slug, name, status, stated }];
  });
}
