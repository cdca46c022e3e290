import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIRM_MS, factsAt, RECOVER_MS } from '#domain/test/automation-facts';
import { automationRecord } from '#domain/test/automation-record';
import { DEFAULT_SETTINGS, settingsFrom } from './incident-record.ts';
import type { Outage } from './outages.ts';

const seed = Number(process.env.FC_SEED ?? 20_220_330);
const numRuns = Number(process.env.FC_RUNS ?? 150);
const COMPONENTS = [1, 2, 3];

/** Outages of a component that satisfy rule 5: at least confirmFor long and recoverFor apart. */
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

/** Every instant at which the situation can change, as automation sees it by running after each evaluation. */
function moments(outages: readonly Outage[]): number[] {
  const all = outages.flatMap(({ from, to }) => [from, from + CONFIRM_MS, to, to + RECOVER_MS - 1, to + RECOVER_MS]);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Returns incidents in a form that can be compared. */
function shape(automation: ReturnType<typeof automationRecord>) {
  return automation.incidents
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
  const automation = automationRecord(settings);
  for (const t of at) {
    const facts = factsAt(t, outages, COMPONENTS);
    automation.reconcile({ ...facts, outages: order(facts.outages) });
  }
  return automation;
}

describe(`incidents of random outages (seed ${seed})`, () => {
  test('leads to the same incidents whatever the order and repetition of the facts', () => {
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

  test('gives each outage one episode, and a second run changes nothing', () => {
    fc.assert(
      fc.property(scene, (outages) => {
        const at = moments(outages);
        const automation = play(outages, at);
        const episodes = automation.incidents
          .flatMap((one) => one.episodes.map((e) => `${e.componentId} ${e.from}–${e.to}`))
          .sort();
        expect(episodes).toEqual(outages.map((o) => `${o.componentId} ${o.from}–${o.to}`).sort());
        expect(automation.reconcile(factsAt(at.at(-1) ?? 0, outages, COMPONENTS))).toBe(0);
      }),
      { seed: seed + 1, numRuns },
    );
  });

  test('never leaves a component in two open automatic incidents, and withdraws none', () => {
    fc.assert(
      fc.property(scene, (outages) => {
        const automation = automationRecord(settings);
        for (const t of moments(outages)) {
          automation.reconcile(factsAt(t, outages, COMPONENTS));
          const open = automation.incidents
            .filter((one) => one.state !== 'resolved')
            .flatMap((one) => one.componentIds);
          expect(new Set(open).size).toBe(open.length);
          expect(automation.incidents.some((one) => one.isClosed)).toBe(false);
        }
      }),
      { seed: seed + 2, numRuns },
    );
  });

  test('removes an episode when late data removes its outage, and restores it when the outage returns', () => {
    fc.assert(
      fc.property(scene, fc.nat(), (outages, pick) => {
        const at = moments(outages);
        const automation = play(outages, at);
        const before = shape(automation);
        const gone = outages[pick % Math.max(outages.length, 1)];
        const end = at.at(-1) ?? 0;
        automation.reconcile(
          factsAt(
            end,
            outages.filter((one) => one !== gone),
            COMPONENTS,
          ),
        );
        expect(automation.incidents.flatMap((one) => one.episodes).filter((one) => one.isRemoved)).toHaveLength(
          gone ? 1 : 0,
        );
        automation.reconcile(factsAt(end, outages, COMPONENTS));
        expect(shape(automation).map(({ episodes }) => episodes)).toEqual(before.map(({ episodes }) => episodes));
      }),
      { seed: seed + 3, numRuns },
    );
  });

  test('leaves no ongoing outage without an open incident, whatever late data shows and people resolve', () => {
    fc.assert(
      fc.property(
        scene,
        fc.array(lateness, { minLength: 1 }),
        fc.array(act, { maxLength: 6 }),
        (outages, late, acts) => {
          const automation = automationRecord(ofSeveral);
          const known = (t: number) =>
            outages.flatMap((one, i) => asKnownAt(t, one, late[i % late.length] as Lateness));
          const turns = outages.flatMap((one, i) => turnsOf(one, late[i % late.length] as Lateness));
          const at = [...new Set([...moments(outages), ...turns])].sort((a, b) => a - b);
          for (const [i, t] of at.entries()) {
            const facts = factsAt(t, known(t), COMPONENTS);
            automation.reconcile(facts);
            expect(automation.reconcile(facts)).toBe(0);
            for (const outage of facts.outages.filter(({ to }) => to >= t))
              expect(holdersOf(outage, automation)).toHaveLength(1);
            const acting = acts.find((one) => one.after === i);
            if (acting) closeByPerson(automation, acting, t);
          }
        },
      ),
      { seed: seed + 4, numRuns: 4 * numRuns },
    );
  });
});

/** How late the data of an outage is: its first `seenMs` are known at once, the rest comes `lateMs` later, and nothing is known for `goneMs` in between. */
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

/** Lets a person act on an incident without an ongoing outage. */
function closeByPerson(
  automation: ReturnType<typeof automationRecord>,
  { pick, to }: { pick: number; to: 'resolved' | 'postmortem' | 'withdrawn' },
  t: number,
): void {
  const closable = automation.incidents.filter(({ episodes }) =>
    episodes.every((one) => one.isRemoved || one.to !== null),
  );
  const incident = closable[pick % Math.max(closable.length, 1)];
  if (incident)
    automation.change(incident.id, () =>
      to === 'withdrawn' ? { isClosed: true, state: 'resolved', movedAt: t } : { state: to, movedAt: t },
    );
}
