import type { Status } from '#domain/measurement/status';
import type { Instant, Span } from '#domain/time/interval';

/** A confirmed partial (2) or major (3) outage of a component as it is evaluated now. `level` is its worst level. */
export type Outage = Span & { componentId: number; level: 2 | 3 };

/** The evaluation of a component at `evaluatedUntil`. An outage has ended for good `recoverForMs` after its last instant. */
export type ComponentFacts = {
  componentId: number;
  /** Since when it has been operational and steady; null if it is not. */
  cleanSince: Instant | null;
  recoverForMs: number;
  /** Whether a new policy is being applied to its past piece by piece, so that its history is not final yet. */
  isBeingReEvaluated: boolean;
};

/** Outages that overlap [since, evaluatedUntil). One that starts at `since` or before may have started even earlier. An ongoing outage ends at evaluatedUntil. */
export type AutomationFacts = {
  evaluatedUntil: Instant;
  since: Instant;
  outages: readonly Outage[];
  components: readonly ComponentFacts[];
};

/** Returns the facts of a component; of an unknown one, that it is not clean. */
export function factsOf(facts: AutomationFacts, componentId: number): ComponentFacts {
  return (
    facts.components.find((one) => one.componentId === componentId) ?? {
      componentId,
      cleanSince: null,
      recoverForMs: 0,
      isBeingReEvaluated: false,
    }
  );
}

/** Returns whether an outage is ongoing: it ends only after recoverFor without trouble. */
export function isOngoing(outage: Outage, facts: AutomationFacts): boolean {
  return (
    outage.to >= facts.evaluatedUntil ||
    facts.evaluatedUntil - outage.to < factsOf(facts, outage.componentId).recoverForMs
  );
}

type StatusInterval = { from: Instant; to: Instant | null; status: Status };

/** Returns the outages of a component from its effective intervals (rule 5), ascending. Adjacent intervals of level 2 and 3 are one outage. */
export function outagesOf(
  componentId: number,
  intervals: readonly StatusInterval[],
  evaluatedUntil: Instant,
): Outage[] {
  const found: Outage[] = [];
  for (const { from, to, status } of intervals) {
    if (status !== 'partial_outage' && status !== 'major_outage') continue;
    const level = status === 'major_outage' ? 3 : 2;
    const end = Math.min(to ?? evaluatedUntil, evaluatedUntil);
    const last = found.at(-1);
    if (end <= from) continue;
    if (last?.to === from) {
      last.to = end;
      if (level > last.level) last.level = level;
    } else found.push({ componentId, from, to: end, level });
  }
  return found;
}
