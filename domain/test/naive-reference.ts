import type { Policy } from '#domain/measurement/policy';
import type { Probe, State } from '#domain/measurement/probe';
import type { SourceRule } from '#domain/measurement/series-state';
import type { Status } from '#domain/measurement/status';
import type { Instant, Interval, Span } from '#domain/time/interval';

/**
 * A literal and slow implementation of the measurement rules. It computes every state from all probes, at every instant at which anything could
 * change. It shares only types with the implementation.
 */
export type ScenarioProbe = Probe & { source: number; component: number; instance: number };
export type Source = { id: number; rule: SourceRule };
/** From `at` on, the instance is unknown until its next probe. */
export type Lapse = { source: number; component: number; instance: number; at: Instant };
export type Scenario = {
  sources: Source[];
  probes: ScenarioProbe[];
  lapses?: Lapse[];
  policies: Policy[];
  window: Span;
};

const SEVERITY: State[] = ['up', 'degraded', 'stale', 'down', 'silent'];
const LEVEL: Partial<Record<Status, number>> = { degraded_performance: 1, partial_outage: 2, major_outage: 3 };
const OF_LEVEL: Status[] = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'];

function inForce(policies: Policy[], t: Instant): Policy {
  const started = policies.filter((p) => p.effectiveFrom <= t);
  return (started.at(-1) ?? policies[0]) as Policy;
}

function verdictOf(o: Probe, policy: Policy): State {
  const isLate = (o.dataAgeMs ?? 0) > policy.dataAgeLimitMs;
  const isSlow = policy.latencyLimitUs !== null && (o.latencyUs ?? 0) > policy.latencyLimitUs;
  if (o.health === 'retired' || o.health === 'withdrawn') return 'retired';
  if (o.health === 'down') return 'down';
  if (isLate) return 'stale';
  return o.health === 'degraded' || isSlow ? 'degraded' : 'up';
}

/** Rule 2 for an instance whose latest probe is too old. Walks the source's session back from t, one probe at a time. */
function overdueState(seenBySource: Instant[], latest: Instant, t: Instant, silenceAfter: number): State {
  const past = seenBySource.filter((o) => o <= t).sort((a, b) => b - a);
  if (!past.some((o) => o > t - silenceAfter)) return 'unknown';
  let start = past[0] as Instant;
  for (const o of past) if (start - o < silenceAfter) start = o;
  const due = Math.max(latest, start) + silenceAfter;
  return past.some((o) => o >= due) ? 'silent' : 'unknown';
}

/** Rules 1 and 2. Null before the first probe. */
export function seenState(s: Scenario, source: Source, component: number, instance: number, t: Instant): State | null {
  const own = s.probes.filter(
    (o) => o.source === source.id && o.component === component && o.instance === instance && o.at <= t,
  );
  const latest = own.sort((a, b) => a.at - b.at).at(-1);
  const lapsed = (s.lapses ?? []).some(
    (l) =>
      l.source === source.id &&
      l.component === component &&
      l.instance === instance &&
      l.at <= t &&
      !(latest && latest.at > l.at),
  );
  if (!latest) return source.rule.kind === 'edge' && lapsed ? 'unknown' : null;
  const state = verdictOf(latest, inForce(s.policies, latest.at));
  if (state === 'retired') return state;
  if (source.rule.kind === 'edge') return lapsed ? 'unknown' : state;
  if (source.rule.kind === 'heartbeat') return t >= latest.at + source.rule.silentAfterMs ? 'silent' : state;
  const silenceAfter = inForce(s.policies, t).silenceAfterMs;
  if (t - latest.at < silenceAfter) return state;
  const seenBySource = s.probes.filter((o) => o.source === source.id).map((o) => o.at);
  return overdueState(seenBySource, latest.at, t, silenceAfter);
}

/** Rule 3. Null before the first probe of any source. */
function stateOf(s: Scenario, component: number, instance: number, t: Instant): State | null {
  const views = s.sources.map((source) => seenState(s, source, component, instance, t)).filter((v) => v !== null);
  if (views.length === 0) return null;
  if (views.every((v) => v === 'retired')) return 'retired';
  const known = SEVERITY.flatMap((state) => views.filter((v) => v === state));
  return known[Math.floor(known.length / 2)] ?? 'unknown';
}

/** Rule 4. */
function rawAt(s: Scenario, component: number, t: Instant): Status {
  const policy = inForce(s.policies, t);
  const instances = new Set(
    [...s.probes, ...(s.lapses ?? [])].filter((o) => o.component === component).map((o) => o.instance),
  );
  const states = [...instances].map((instance) => stateOf(s, component, instance, t));
  const count = (...wanted: State[]) => states.filter((state) => state !== null && wanted.includes(state)).length;
  const known = count('up', 'degraded', 'stale', 'down', 'silent');
  const unknown = count('unknown');
  const bad = count('stale', 'down', 'silent');
  const reaches = (n: number, share: number) => n > 0 && n * 1e6 >= share * known;
  if (known + unknown === 0) return 'not_monitored';
  if (known === 0 || known * 1e6 < policy.coverageFloor * (known + unknown)) return 'unknown';
  if (reaches(bad, policy.majorAt)) return 'major_outage';
  if (reaches(bad, policy.partialAt)) return 'partial_outage';
  return reaches(bad + count('degraded'), policy.degradedAt) ? 'degraded_performance' : 'operational';
}

/** Returns every instant at which a state may change, and the milliseconds around it. */
function instantsOf(s: Scenario): Instant[] {
  const delays = [0, ...s.policies.flatMap((p) => [p.silenceAfterMs, 2 * p.silenceAfterMs])];
  for (const { rule } of s.sources) if (rule.kind === 'heartbeat') delays.push(rule.silentAfterMs);
  const all = [
    ...s.probes.flatMap((o) => delays.map((d) => o.at + d)),
    ...(s.lapses ?? []).map((l) => l.at),
    ...s.policies.map((p) => p.effectiveFrom),
  ];
  const near = new Set([s.window.from, ...all.flatMap((t) => [t - 1, t, t + 1])]);
  return [...near].filter((t) => t >= s.window.from && t < s.window.to).sort((a, b) => a - b);
}

function intervalsOf<T>(instants: Instant[], to: Instant, statusAt: (t: Instant) => T): Interval<T>[] {
  const out: Interval<T>[] = [];
  for (const at of instants) {
    const status = statusAt(at);
    const last = out.at(-1);
    if (last?.status === status) continue;
    if (last) last.to = at;
    out.push({ from: at, to, status });
  }
  return out;
}

export function rawIntervals(s: Scenario, component: number): Interval<Status>[] {
  return intervalsOf(instantsOf(s), s.window.to, (t) => rawAt(s, component, t));
}

/** The confirmed runs of one level, as groups of spans. A gap of recoverFor or longer begins a new group. */
function confirmedGroups(raw: Interval<Status>[], level: number, policies: Policy[]): Span[][] {
  const groups: Span[][] = [];
  for (const { from, to } of raw.filter((i) => (LEVEL[i.status] ?? 0) >= level)) {
    const end = groups.at(-1)?.at(-1)?.to;
    if (end !== undefined && (end === from || from - end < inForce(policies, end).recoverForMs))
      groups.at(-1)?.push({ from, to });
    else groups.push([{ from, to }]);
  }
  const troubleMs = (group: Span[]) => group.reduce((ms, span) => ms + span.to - span.from, 0);
  return groups.filter((group) => troubleMs(group) >= inForce(policies, (group[0] as Span).from).confirmForMs);
}

/** Rule 5, from raw intervals that cover their window without gaps. */
export function effectiveIntervals(raw: Interval<Status>[], policies: Policy[]): Interval<Status>[] {
  const groups = [0, 1, 2, 3].map((level) => (level === 0 ? [] : confirmedGroups(raw, level, policies)));
  const holds = (level: number, t: Instant) =>
    (groups[level] as Span[][]).some((g) => (g[0] as Span).from <= t && t < (g.at(-1) as Span).to);
  return intervalsOf(
    raw.map((i) => i.from),
    raw.at(-1)?.to ?? 0,
    (t) => {
      const level = [3, 2, 1].find((l) => holds(l, t));
      const seen = raw.find((i) => i.from <= t && t < i.to)?.status;
      if (level) return OF_LEVEL[level] as Status;
      return seen === 'unknown' || seen === 'not_monitored' ? seen : 'operational';
    },
  );
}
