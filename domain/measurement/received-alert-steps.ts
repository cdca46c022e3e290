import { type Instant, pushStep, type Step, valueAt } from '#domain/time/interval';
import { HEALTHS, type Health } from './probe.ts';
import { type Alert, type AlertHealth, closeFirings } from './received-alert.ts';

/** The state of an instance by its alerts. Unknown if an alert was not repeated in time and may still fire. */
export type AlertState = AlertHealth | 'unknown';

type Count = Record<AlertHealth, number>;

/** The severity of the worst alert that is known to fire. Unknown if one that may still fire would be worse. */
function stateOf(known: Count, lapsed: Count): AlertState {
  if (known.down > 0) return 'down';
  if (lapsed.down > 0) return 'unknown';
  if (known.degraded > 0) return 'degraded';
  return lapsed.degraded > 0 ? 'unknown' : 'up';
}

/** Returns the state of an instance from its alerts, starting with the first one. */
export function alertSteps(alerts: readonly Alert[]): Step<AlertState>[] {
  const firings = [...Map.groupBy(alerts, ({ fingerprint }) => fingerprint).values()].flatMap(closeFirings);
  const known = { up: 0, degraded: 0, down: 0 };
  const lapsed = { up: 0, degraded: 0, down: 0 };
  const changes = firings.flatMap(({ from, to, health, knownUntil }) => {
    const isLapsing = knownUntil !== null && (to === null || knownUntil < to);
    const knownTo = isLapsing ? knownUntil : to;
    return [
      { at: from, health, count: known, by: 1 },
      ...(knownTo === null ? [] : [{ at: knownTo, health, count: known, by: -1 }]),
      ...(isLapsing ? [{ at: knownUntil, health, count: lapsed, by: 1 }] : []),
      ...(isLapsing && to !== null ? [{ at: to, health, count: lapsed, by: -1 }] : []),
    ];
  });
  changes.sort((a, b) => a.at - b.at);
  const steps: Step<AlertState>[] = [];
  for (const { at, health, count, by } of changes) {
    count[health] += by;
    pushStep(steps, at, stateOf(known, lapsed));
  }
  return steps;
}

function isWorse(a: Health | undefined, b: Health): boolean {
  return a !== undefined && HEALTHS.indexOf(a) > HEALTHS.indexOf(b);
}

/** Probes of a series that follow from alerts, and instants from which its state is unknown until the next probe. Both ascending. */
export type AlertMarks = { probes: Step<Health>[]; lapses: Instant[] };

/** Returns the state in force at `oldest`, from which marks may change. A probe at `oldest` stays. */
function stateBefore({ probes, lapses }: AlertMarks, oldest: Instant): Health | 'unknown' | null {
  const last = probes.findLast(({ at }) => at <= oldest);
  const lapse = lapses.findLast((at) => at < oldest);
  return lapse !== undefined && lapse >= (last?.at ?? Number.NEGATIVE_INFINITY) ? 'unknown' : (last?.value ?? null);
}

/**
 * Returns the marks to store so that from `oldest` on the record matches `wanted`: further probes, and all lapses, which unlike probes can be moved and
 * removed. A repeated instant keeps the worse state, so a better state is stored one millisecond later. A lapse prevails over a probe of its instant.
 * `stored` begins with the last mark at or before `oldest`.
 */
export function marksToStore(stored: AlertMarks, wanted: readonly Step<AlertState>[], oldest: Instant): AlertMarks {
  const byInstant = new Map(stored.probes.map(({ at, value }) => [at, value]));
  const instants = [...new Set([oldest, ...byInstant.keys(), ...wanted.map(({ at }) => at)])]
    .filter((at) => at >= oldest)
    .sort((a, b) => a - b);
  const marks: AlertMarks = { probes: [], lapses: [] };
  let current = stateBefore(stored, oldest);
  for (const [i, at] of instants.entries()) {
    current = byInstant.get(at) ?? current;
    const want = valueAt<AlertState | null>(wanted, at, null);
    if (want === null || want === current) continue;
    const free = want !== 'unknown' && isWorse(byInstant.get(at), want) ? at + 1 : at;
    if (free === instants[i + 1]) continue; // the next instant covers it
    if (want === 'unknown') marks.lapses.push(at);
    else marks.probes.push({ at: free, value: want });
    current = want;
  }
  return marks;
}
