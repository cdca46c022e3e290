import { type Fact, type PostmortemRecord, roleOf } from './facts.ts';

type Current = Pick<PostmortemRecord, 'facts' | 'components'>;

/** A fact that is no longer as it was published. Null: it did not exist then, or does not exist now. */
export type ChangedFact = { key: string; kind: Fact['kind']; published: number | null; current: number | null };

/** Returns whether a fact comes from monitoring data of the incident. The others change while people work on the incident, the target or the catalogue. */
function isMeasured({ source, key, component }: Fact, affected: readonly string[]): boolean {
  return (source === 'monitoring' || roleOf(key) === 'uptime') && (component === null || affected.includes(component));
}

/**
 * Returns what late data or a re-evaluation has changed in the record since it was published. `current`: the record as of the same evaluated time, so that
 * later outages change nothing.
 */
export function changedFacts(published: readonly Fact[], { facts, components }: Current): ChangedFact[] {
  const affected = components.filter(({ isAffected }) => isAffected).map(({ slug }) => slug);
  const byKey = (all: readonly Fact[]) =>
    new Map(all.filter((fact) => isMeasured(fact, affected)).map((fact) => [fact.key, fact]));
  const [then, now] = [byKey(published), byKey(facts)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) => {
    const [before, after] = [then.get(key), now.get(key)];
    const fact = before ?? after;
    if (!fact || (before?.value === after?.value && before?.of === after?.of)) return [];
    return [{ key, kind: fact.kind, published: before?.value ?? null, current: after?.value ?? null }];
  });
}
