import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { Probe } from '#server/ingest/schemas';
import { type Effect, FAULTS, type Fault, faultSpan } from './demo-faults.ts';

export const HISTORY_DAYS = 90;
/** Most of the history has few probes, so that it is generated in seconds. The last hours have the interval of an agent. */
export const COARSE_MS = 300_000;
export const FINE_MS = 10_000;
export const FINE_FOR_MS = 2 * 3_600_000;
/** Faults begin and end at a whole minute, so the history has a probe for each minute of a fault. */
const FAULT_STEP_MS = 60_000;
const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
const FLEETS = { serving: 12, analytics: 4, console: 2, api: 2 } as const;
const STALE_S = 640;
/** A blip in the last hours, which is too short to be confirmed. */
const BLIP = { agoMs: 70 * 60_000, forMs: 20_000, share: 0.5 };

type Place = { component: string; share: number; region: string };

/** mulberry32, one draw per instance and time, so that the demo always shows the same figures. */
function chance(seed: number): number {
  let t = Math.imul((seed + 0x6d2b79f5) ^ ((seed + 0x6d2b79f5) >>> 15), 1 | (seed + 0x6d2b79f5));
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

function faultsAt(t: Instant, began: Instant): Fault[] {
  return FAULTS.filter((fault) => {
    const { from, to } = faultSpan(fault, began);
    return t >= from && t < to;
  });
}

function isHit(fault: Fault, { component, share, region }: Place): boolean {
  return (
    (fault.component ?? component) === component && share < (fault.share ?? 1) && (fault.region ?? region) === region
  );
}

/** Returns the probes of the whole fleet at `t`. `began` is the start of the demo; the faults are dated relative to its day. */
export function demoProbes(t: Instant, began: Instant): Probe[] {
  const faults = faultsAt(t, began);
  const isBlip = t >= began - BLIP.agoMs && t < began - BLIP.agoMs + BLIP.forMs;
  return (Object.keys(FLEETS) as (keyof typeof FLEETS)[]).flatMap((component) =>
    Array.from({ length: FLEETS[component] }, (_, n): Probe[] => {
      const place = { component, share: (n + 0.5) / FLEETS[component], region: REGIONS[n % REGIONS.length] as string };
      const effects = faults.filter((fault) => isHit(fault, place)).map(({ effect }) => effect);
      if (isBlip && component === 'serving' && place.share < BLIP.share) effects.push('down');
      return effects.includes('missing') ? [] : [demoProbe(t, n, place, effects)];
    }).flat(),
  );
}

function demoProbe(t: Instant, n: number, { component, region }: Place, effects: readonly Effect[]): Probe {
  const draw = chance(Math.floor(t / FINE_MS) * 31 + n);
  return {
    component,
    instance: `${component}-${String(n + 1).padStart(4, '0')}`,
    region,
    observedAt: new Date(t).toISOString(),
    health: effects.includes('down') ? 'down' : effects.includes('slow') ? 'degraded' : 'up',
    latencyMs: effects.includes('slow') ? 900 + Math.round(draw * 400) : 9 + Math.round(draw * 14 * (1 + n / 8)),
    dataAgeSeconds: effects.includes('stale') ? STALE_S : 1 + Math.round(draw * 70) / 10,
  };
}

/** Returns the time at which the history turns from coarse to fine, for a demo that started at `began`. */
export function fineFrom(began: Instant): Instant {
  return Math.floor((began - FINE_FOR_MS) / COARSE_MS) * COARSE_MS;
}

/** Returns the first instant of a history of `days` days, today included. */
export function historyStart(began: Instant, days: number): Instant {
  return dayOf(began) - (days - 1) * DAY_MS;
}

/**
 * Generates the times of probes in ascending order: `days` days of history, coarse but for its faults, fine from the last hours before `began` until
 * `until`.
 */
export function* demoMoments(began: Instant, until: Instant, days: number): Generator<Instant> {
  const fine = fineFrom(began);
  const spans = FAULTS.map((fault) => faultSpan(fault, began));
  for (let t = historyStart(began, days); t < fine; t += FAULT_STEP_MS)
    if (t % COARSE_MS === 0 || spans.some(({ from, to }) => t >= from && t <= to)) yield t;
  for (let t = fine; t <= until; t += FINE_MS) yield t;
}
