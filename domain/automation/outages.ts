import type { Status } from '#domain/measurement/status';
import type { Instant, Span } from '#domain/time/interval';

/** A confirmed partial (2) or major (3) outage of a component as it is evaluated now; `level` is the worst that it held. */
export type Outage = Span & { componentId: number; level: 2 | 3 };

/** What the evaluation says of a component at `evaluatedUntil`. Trouble is over for good `recoverForMs` after its last instant. */
export type ComponentFacts = {
  componentId: number;
  /** Since when it is operational and steady; null where it is not. */
  cleanSince: Instant | null;
  recoverForMs: number;
  /** New rules are applied to what was evaluated, piece by piece: what lies back is not yet what it will be. */
  isBeingReEvaluated: boolean;
};

/** Outages that overlap [since, evaluatedUntil); one that begins at `since` or before may have begun earlier yet. An outage that goes on ends at evaluatedUntil. */
export type AutomationFacts = {
  evaluatedUntil: Instant;
  since: Instant;
  outages: readonly Outage[];
  components: readonly ComponentFacts[];
};

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

/** An outage goes on until it has been over for recoverFor. */
export function goesOn(outage: Outage, facts: AutomationFacts): boolean {
  return (
    outage.to >= facts.evaluatedUntil ||
    facts.evaluatedUntil - outage.to < factsOf(facts, outage.componentId).recoverForMs
  );
}

type StatusInterval = { from: Instant; to: Instant | null; status: Status };

/** Outages of one component among its effective intervals (rule 5), ascending: neighbours of level 2 and 3 are one. */
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
