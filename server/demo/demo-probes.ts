import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { Probe } from '#server/ingest/schemas';

const HISTORY_DAYS = 90;
/** Most of the history has one probe per minute, so that it is generated in seconds. The last hours have the interval of an agent. */
export const COARSE_MS = 60_000;
export const FINE_MS = 10_000;
export const FINE_FOR_MS = 2 * 3_600_000;
const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
const FLEETS = { serving: 12, analytics: 4 } as const;
const STALE_S = 640;

type Effect = 'stale' | 'down' | 'slow' | 'missing';
/** A fault `ago` whole days before today, from `at` for `minutes`. It affects the first `share` of the instances, or one region. */
type Event = {
  ago: number;
  at: string;
  minutes: number;
  effect: Effect;
  component?: keyof typeof FLEETS;
  share?: number;
  region?: string;
};

const EVENTS: Event[] = [
  { ago: 83, at: '03:12', minutes: 22, effect: 'slow', component: 'serving', share: 0.3 },
  { ago: 71, at: '23:40', minutes: 48, effect: 'missing' },
  { ago: 58, at: '14:05', minutes: 9, effect: 'down', component: 'analytics' },
  { ago: 44, at: '13:20', minutes: 70, effect: 'stale', component: 'serving' },
  { ago: 44, at: '15:06', minutes: 8, effect: 'stale', component: 'serving', share: 0.35 },
  { ago: 31, at: '07:40', minutes: 34, effect: 'down', component: 'serving', region: 'eu-west-1' },
  { ago: 19, at: '21:15', minutes: 12, effect: 'slow', component: 'analytics', share: 0.5 },
  { ago: 8, at: '10:02', minutes: 5, effect: 'down', component: 'serving', share: 0.2 },
];
/** A blip in the last hours, which is too short to be confirmed. */
const BLIP = { agoMs: 70 * 60_000, forMs: 20_000, share: 0.5 };

/** mulberry32, one draw per instance and time, so that the demo always shows the same figures. */
function chance(seed: number): number {
  let t = Math.imul((seed + 0x6d2b79f5) ^ ((seed + 0x6d2b79f5) >>> 15), 1 | (seed + 0x6d2b79f5));
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

function isHit(event: Event, component: string, place: number, region: string, today: Instant, t: Instant): boolean {
  const from =
    today - event.ago * DAY_MS + Number(event.at.slice(0, 2)) * 3_600_000 + Number(event.at.slice(3)) * 60_000;
  const isTime = t >= from && t < from + event.minutes * 60_000;
  return (
    isTime &&
    (event.component ?? component) === component &&
    place < (event.share ?? 1) &&
    (event.region ?? region) === region
  );
}

/** Returns the probes of the whole fleet at `t`. `now` is the start of the demo; the faults are dated relative to its day. */
export function demoProbes(t: Instant, now: Instant): Probe[] {
  const today = dayOf(now);
  const observedAt = new Date(t).toISOString();
  return (Object.keys(FLEETS) as (keyof typeof FLEETS)[]).flatMap((component) =>
    Array.from({ length: FLEETS[component] }, (_, n): Probe[] => {
      const place = (n + 0.5) / FLEETS[component];
      const region = REGIONS[n % REGIONS.length] as string;
      const effects = EVENTS.filter((event) => isHit(event, component, place, region, today, t)).map(
        (event) => event.effect,
      );
      const isBlip =
        component === 'serving' && t >= now - BLIP.agoMs && t < now - BLIP.agoMs + BLIP.forMs && place < BLIP.share;
      if (effects.includes('missing')) return [];
      const draw = chance(Math.floor(t / FINE_MS) * 31 + n);
      return [
        {
          component,
          instance: `${component}-${String(n + 1).padStart(4, '0')}`,
          region,
          observedAt,
          health: effects.includes('down') || isBlip ? 'down' : effects.includes('slow') ? 'degraded' : 'up',
          latencyMs: effects.includes('slow') ? 900 + Math.round(draw * 400) : 9 + Math.round(draw * 14 * (1 + n / 8)),
          dataAgeSeconds: effects.includes('stale') ? STALE_S : 1 + Math.round(draw * 70) / 10,
        },
      ];
    }).flat(),
  );
}

/** Returns the time at which the history turns from coarse to fine, for a demo that started at `began`. */
export function fineFrom(began: Instant): Instant {
  return Math.floor((began - FINE_FOR_MS) / COARSE_MS) * COARSE_MS;
}

/** Generates the times of probes in ascending order: `days` days of history, coarse at first, fine from the last hours before `began` until `until`. */
export function* demoMoments(began: Instant, until: Instant, days = HISTORY_DAYS): Generator<Instant> {
  const fine = fineFrom(began);
  for (let t = dayOf(began) - (days - 1) * DAY_MS; t < fine; t += COARSE_MS) yield t;
  for (let t = fine; t <= until; t += FINE_MS) yield t;
}
