import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIRM_MS, factsAt, RECOVER_MS } from '#domain/test/automation-facts';
import { automationRecord } from '#domain/test/automation-record';
import { DEFAULT_SETTINGS } from './incident-record.ts';
import { settingsFrom } from './next-action.ts';
import type { Outage } from './outages.ts';

const seed = Number(process.env.FC_SEED ?? 20_220_330);
const numRuns = Number(process.env.FC_RUNS ?? 150);
const COMPONENTS = [1, 2, 3];

/** Outages of a component as rule 5 leaves them: each at least confirmFor long, at least recoverFor apart. */
const ofComponent = (componentId: number) =>
  fc
    .array(
      fc.tuple(
        fc.integer({ min: RECOVER_MS, max: 9_000_000 }),
        fc.integer({ min: CONFIRM_MS, max: 3_000_000 }),
        fc.constantFrom<2 | 3>(2, 3),
      ),
      {
        maxLength: 5,
      },
    )
    .map((parts) => {
      let t = 0;
      return parts.map(([gap, length, level]): Outage => {
        const from = t + gap;
        t = from + length;
        return { componentId, from, to: t, level };
      });
    });
const scene = fc.tuple(...COMPONENTS.map(ofComponent)).map((lists) => lists.flat());
const settings = settingsFrom(new Map([[2, { ...DEFAULT_SETTINGS, resolve: 'automatically' as const }]]));

/** Every instant at which something can be new: what automation that runs after each evaluation cannot miss. */
function moments(outages: readonly Outage[]): number[] {
  const all = outages.flatMap(({ from, to }) => [from, from + CONFIRM_MS, to, to + RECOVER_MS - 1, to + RECOVER_MS]);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Incidents as what can be compared: which outages are one. */
function shape(kept: ReturnType<typeof automationRecord>) {
  return kept.incidents
    .map(({ episodes, state }) => ({
      state,
      episodes: episodes.map((e) => `${e.componentId} ${e.from}–${e.to} ${e.level}`).sort(),
    }))
    .sort((a, b) => ((a.episodes[0] ?? '') < (b.episodes[0] ?? '') ? -1 : 1));
}

function play(
  outages: readonly Outage[],
  at: readonly number[],
  order: (list: readonly Outage[]) => readonly Outage[] = (list) => list,
) {
  const kept = automationRecord(settings);
  for (const t of at) {
    const facts = factsAt(t, outages, COMPONENTS);
    kept.keep({ ...facts, outages: order(facts.outages) });
  }
  return kept;
}

describe(`keeping incidents of random outages (seed ${seed})`, () => {
  test('comes to the same whatever the order of the facts and however often they are told', () => {
    fc.assert(
      fc.property(scene, fc.array(fc.nat({ max: 30_000_000 }), { maxLength: 40 }), (outages, more) => {
        const at = moments(outages);
        const expected = shape(play(outages, at));
        expect(shape(play(outages, at, (list) => list.toReversed()))).toEqual(expected);
        const last = at.at(-1) ?? 0;
        const often = [...at, ...at, ...more.filter((t) => t <= last)].sort((a, b) => a - b);
        expect(shape(play(outages, often))).toEqual(expected);
      }),
      { seed, numRuns },
    );
  });

  test('accounts for each outage once, and a second run changes nothing', () => {
    fc.assert(
      fc.property(scene, (outages) => {
        const at = moments(outages);
        const kept = play(outages, at);
        const episodes = kept.incidents
          .flatMap((one) => one.episodes.map((e) => `${e.componentId} ${e.from}–${e.to}`))
          .sort();
        expect(episodes).toEqual(outages.map((o) => `${o.componentId} ${o.from}–${o.to}`).sort());
        expect(kept.keep(factsAt(at.at(-1) ?? 0, outages, COMPONENTS))).toBe(0);
      }),
      { seed: seed + 1, numRuns },
    );
  });

  test('never leaves a component two open automatic incidents, and withdraws none', () => {
    fc.assert(
      fc.property(scene, (outages) => {
        const kept = automationRecord(settings);
        for (const t of moments(outages)) {
          kept.keep(factsAt(t, outages, COMPONENTS));
          const open = kept.incidents.filter((one) => one.state !== 'resolved').flatMap((one) => one.componentIds);
          expect(new Set(open).size).toBe(open.length);
          expect(kept.incidents.some((one) => one.isClosed)).toBe(false);
        }
      }),
      { seed: seed + 2, numRuns },
    );
  });

  test('erases what late data takes away and restores what it gives back', () => {
    fc.assert(
      fc.property(scene, fc.nat(), (outages, pick) => {
        const at = moments(outages);
        const kept = play(outages, at);
        const before = shape(kept);
        const gone = outages[pick % Math.max(outages.length, 1)];
        const end = at.at(-1) ?? 0;
        kept.keep(
          factsAt(
            end,
            outages.filter((one) => one !== gone),
            COMPONENTS,
          ),
        );
        expect(kept.incidents.flatMap((one) => one.episodes).filter((one) => one.isRemoved)).toHaveLength(gone ? 1 : 0);
        kept.keep(factsAt(end, outages, COMPONENTS));
        expect(shape(kept).map(({ episodes }) => episodes)).toEqual(before.map(({ episodes }) => episodes));
      }),
      { seed: seed + 3, numRuns },
    );
  });

  test('lets no outage go on without an open incident that has it, whatever late data shows and people call over', () => {
    fc.assert(
      fc.property(
        scene,
        fc.array(lateness, { minLength: 1 }),
        fc.array(act, { maxLength: 6 }),
        (outages, late, acts) => {
          const kept = automationRecord(ofSeveral);
          const known = (t: number) =>
            outages.flatMap((one, i) => asKnownAt(t, one, late[i % late.length] as Lateness));
          const news = outages.flatMap((one, i) => turnsOf(one, late[i % late.length] as Lateness));
          const at = [...new Set([...moments(outages), ...news])].sort((a, b) => a - b);
          for (const [i, t] of at.entries()) {
            const facts = factsAt(t, known(t), COMPONENTS);
            kept.keep(facts);
            expect(kept.keep(facts)).toBe(0);
            for (const outage of facts.outages.filter(({ to }) => to >= t))
              expect(holdersOf(outage, kept)).toHaveLength(1);
            const acting = acts.find((one) => one.after === i);
            if (acting) callOver(kept, acting, t);
          }
        },
      ),
      { seed: seed + 4, numRuns: 4 * numRuns },
    );
  });
});

/** What is known of an outage: up to `seenMs` after its beginning, until the rest comes `lateMs` after that; nothing for `goneMs` in between. */
type Lateness = { seenMs: number; lateMs: number; goneMs: number };
const lateness = fc.record({
  seenMs: fc.integer({ min: CONFIRM_MS, max: 900_000 }),
  lateMs: fc.nat({ max: 2_400_000 }),
  goneMs: fc.constantFrom(0, 0, 300_000),
});
const act = fc.record({
  after: fc.nat({ max: 40 }),
  pick: fc.nat(),
  to: fc.constantFrom('resolved', 'postmortem', 'withdrawn'),
});
const ofSeveral = settingsFrom(
  new Map([
    [2, { ...DEFAULT_SETTINGS, resolve: 'automatically' as const }],
    [3, { ...DEFAULT_SETTINGS, publish: 'held' as const, holdMs: 120_000, rejoinWithinMs: 900_000 }],
  ]),
);

function turnsOf({ from }: Outage, { seenMs, lateMs, goneMs }: Lateness): number[] {
  return [from + seenMs, from + seenMs + RECOVER_MS, from + seenMs + lateMs, from + seenMs + lateMs + goneMs];
}

function asKnownAt(t: number, outage: Outage, { seenMs, lateMs, goneMs }: Lateness): Outage[] {
  const moreAt = outage.from + seenMs + lateMs + goneMs;
  if (t >= moreAt) return [outage];
  if (t >= moreAt - goneMs) return [];
  return [{ ...outage, to: Math.min(outage.to, outage.from + seenMs) }];
}

function holdersOf(outage: Outage, { incidents }: ReturnType<typeof automationRecord>) {
  const open = incidents.filter(
    ({ isClosed, state }) => !isClosed && (state === 'detected' || state === 'investigating'),
  );
  return open.flatMap(({ episodes }) =>
    episodes.filter(
      (one) => one.componentId === outage.componentId && one.from === outage.from && one.to === null && !one.isRemoved,
    ),
  );
}

/** A person acts on an incident none of whose outages goes on. */
function callOver(
  kept: ReturnType<typeof automationRecord>,
  { pick, to }: { pick: number; to: 'resolved' | 'postmortem' | 'withdrawn' },
  t: number,
): void {
  const quiet = kept.incidents.filter(({ episodes }) => episodes.every((one) => one.isRemoved || one.to !== null));
  const incident = quiet[pick % Math.max(quiet.length, 1)];
  if (incident)
    kept.change(incident.id, () =>
      to === 'withdrawn' ? { isClosed: true, state: 'resolved', movedAt: t } : { state: to, movedAt: t },
    );
}
