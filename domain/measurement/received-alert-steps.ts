import { type Instant, pushStep, type Step, valueAt } from '#domain/time/interval';
import { HEALTHS, type Health } from './probe.ts';
import { type Alert, type AlertHealth, closeFirings } from './received-alert.ts';

/** What alerts say of an instance: unknown where one may still fire that was not repeated in time. */
export type AlertState = AlertHealth | 'unknown';

type Count = Record<AlertHealth, number>;

/** As bad as the worst alert that is known to fire; unknown where one that may fire would be worse; up where none does. */
function stateOf(known: Count, lapsed: Count): AlertState {
  if (known.down > 0) return 'down';
  if (lapsed.down > 0) return 'unknown';
  if (known.degraded > 0) return 'degraded';
  return lapsed.degraded > 0 ? 'unknown' : 'up';
}

/** The state of an instance from its alerts; nothing before the first. */
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

/** Probes of a series because of alerts, and instants from which its state is unknown until the next probe; both ascending. */
export type AlertMarks = { observed: Step<Health>[]; lapses: Instant[] };

/** The state just before what may be changed from `oldest` on; a probe at `oldest` stays. */
function heldAt({ observed, lapses }: AlertMarks, oldest: Instant): Health | 'unknown' | null {
  const last = observed.findLast(({ at }) => at <= oldest);
  const lapse = lapses.findLast((at) => at < oldest);
  return lapse !== undefined && lapse >= (last?.at ?? Number.NEGATIVE_INFINITY) ? 'unknown' : (last?.value ?? null);
}

/**
 * What must be there beside the probes that are `stored` so that from `oldest` on the record says what is `wanted`: further probes,
 * and all lapses, which unlike probes can be moved and removed. A repeat of a stored instant keeps the worse, so what turns out better than
 * was stored is said one millisecond later; a lapse prevails over a probe of its instant. `stored` begins with the last at or before `oldest`.
 */
export function marksToStore(stored: AlertMarks, wanted: readonly Step<AlertState>[], oldest: Instant): AlertMarks {
  const byInstant = new Map(stored.observed.map(({ at, value }) => [at, value]));
  const instants = [...new Set([oldest, ...byInstant.keys(), ...wanted.map(({ at }) => at)])]
    .filter((at) => at >= oldest)
    .sort((a, b) => a - b);
  const marks: AlertMarks = { observed: [], lapses: [] };
  let held = heldAt(stored, oldest);
  for (const [i, at] of instants.entries()) {
    held = byInstant.get(at) ?? held;
    const want = valueAt<AlertState | null>(wanted, at, null);
    if (want === null || want === held) continue;
    const free = want !== 'unknown' && isWorse(byInstant.get(at), want) ? at + 1 : at;
    if (free === instants[i + 1]) continue; // said there
    if (want === 'unknown') marks.lapses.push(at);
    else marks.observed.push({ at: free, value: want });
    held = want;
  }
  return marks;
}
