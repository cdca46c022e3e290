import { type Alert, closeFirings } from './alert.ts';
import { type Instant, pushStep, type Step, valueAt } from './interval.ts';
import { HEALTHS, type Health } from './observation.ts';

/** The health of an instance from its alerts: as bad as the worst that fires, up where none does; nothing before the first. */
export function alertSteps(alerts: readonly Alert[]): Step<Health>[] {
  const firings = [...Map.groupBy(alerts, ({ fingerprint }) => fingerprint).values()].flatMap(closeFirings);
  const changes = firings.flatMap(({ from, to, health }) => [{ at: from, health, by: 1 }, ...(to === null ? [] : [{ at: to, health, by: -1 }])]);
  changes.sort((a, b) => a.at - b.at);
  const firing = { up: 0, degraded: 0, down: 0 };
  const steps: Step<Health>[] = [];
  for (const { at, health, by } of changes) {
    firing[health] += by;
    pushStep(steps, at, firing.down > 0 ? 'down' : firing.degraded > 0 ? 'degraded' : 'up');
  }
  return steps;
}

function isWorse(a: Health | undefined, b: Health): boolean {
  return a !== undefined && HEALTHS.indexOf(a) > HEALTHS.indexOf(b);
}

/**
 * Observations to store beside those `stored` so that from `oldest` on the record says what is `wanted`. A repeat of a stored instant keeps the
 * worse, so what turns out better than was stored is said one millisecond later. `stored` begins with the last step at or before `oldest`.
 */
export function stepsToStore(stored: readonly Step<Health>[], wanted: readonly Step<Health>[], oldest: Instant): Step<Health>[] {
  const byInstant = new Map(stored.map(({ at, value }) => [at, value]));
  const instants = [...new Set([oldest, ...stored.map(({ at }) => at), ...wanted.map(({ at }) => at)])].filter((at) => at >= oldest).sort((a, b) => a - b);
  const steps: Step<Health>[] = [];
  let held = valueAt<Health | null>(stored, oldest, null);
  for (const [i, at] of instants.entries()) {
    held = byInstant.get(at) ?? held;
    const want = valueAt<Health | null>(wanted, at, null);
    if (want === null || want === held) continue;
    const free = isWorse(byInstant.get(at), want) ? at + 1 : at;
    if (free === instants[i + 1]) continue; // said there
    steps.push({ at: free, value: want });
    held = want;
  }
  return steps;
}
