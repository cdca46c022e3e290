import type { Stated } from './incident.ts';
import { levelOf, type Status } from './status.ts';

/**
 * Where what readers are told differs from what probes see. `untold`: probes see an outage of which no public incident speaks; `understated`: they see
 * worse than is said; `overstated`: it is said to be in trouble and they see it well.
 */
export type ContradictionKind = 'untold' | 'understated' | 'overstated';
type Seen = { slug: string; name: string; status: Status; phase: 'steady' | 'possible' | 'recovering'; stated: Stated | null };
export type Contradiction = Pick<Seen, 'slug' | 'name' | 'status' | 'stated'> & { kind: ContradictionKind };

const OUTAGE = 2;

function kindOf({ status, phase, stated }: Seen): ContradictionKind | null {
  const seen = levelOf(status);
  if (stated === null) return seen >= OUTAGE && phase !== 'recovering' ? 'untold' : null;
  if (seen > levelOf(stated) && phase !== 'recovering') return 'understated';
  return levelOf(stated) > 0 && status === 'operational' && phase === 'steady' ? 'overstated' : null;
}

/** Contradictions between what is said and what is measured, component by component. What monitoring cannot see contradicts nothing. */
export function contradictionsOf(components: readonly Seen[]): Contradiction[] {
  return components.flatMap((component) => {
    const kind = kindOf(component);
    const { slug, name, status, stated } = component;
    return kind === null ? [] : [{ kind, slug, name, status, stated }];
  });
}
