import type { Stated } from '#domain/measurement/status';
import { levelOf, type Status } from '#domain/measurement/status';

/**
 * Where what readers are told differs from what probes see. `untold`: probes see an outage of which no public incident speaks; `understated`: they see
 * worse than is said; `overstated`: it is said to be in trouble and they see it well.
 */
export type ContradictionKind = 'untold' | 'understated' | 'overstated';
type Seen = {
  slug: string;
  name: string;
  status: Status;
  phase: 'steady' | 'possible' | 'recovering';
  stated: Stated | null;
};
export type Contradiction = Pick<Seen, 'slug' | 'name' | 'status' | 'stated'> & { kind: ContradictionKind };
/** Which way what is said is wrong: `better` than what probes see, or `worse`. */
export type Said = 'better' | 'worse';

const OUTAGE = 2;

export function saidOf(kind: ContradictionKind): Said {
  return kind === 'overstated' ? 'worse' : 'better';
}

function kindOf({ status, phase, stated }: Seen, isKnown: boolean): ContradictionKind | null {
  const seen = levelOf(status);
  const counts = phase !== 'recovering' || isKnown;
  if (stated === null) return seen >= OUTAGE && counts ? 'untold' : null;
  if (seen > levelOf(stated) && counts) return 'understated';
  return levelOf(stated) > 0 && status === 'operational' && phase === 'steady' ? 'overstated' : null;
}

/**
 * Contradictions between what is said and what is measured, component by component. What monitoring cannot see contradicts nothing. Trouble that is over
 * for the moment begins none; of a component of which readers are known to be told better than it was (`isKnown`), it goes on until that is sure.
 */
export function contradictionsOf(
  components: readonly Seen[],
  isKnown: (slug: string) => boolean = () => false,
): Contradiction[] {
  return components.flatMap((component) => {
    const { slug, name, status, stated } = component;
    const kind = kindOf(component, isKnown(slug));
    return kind === null ? [] : [{ kind, slug, name, status, stated }];
  });
}
