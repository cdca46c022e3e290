import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';

export type Effect = 'stale' | 'down' | 'slow' | 'missing';
/** A fault `ago` whole days before the day on which the demo began, from `at` for `minutes`. It affects the first `share` of the instances, or one region. */
export type Fault = {
  ago: number;
  at: string;
  minutes: number;
  effect: Effect;
  component?: 'serving' | 'analytics';
  share?: number;
  region?: string;
};

/** The incidents of demo-incidents.ts belong to these faults. */
export const FAULTS: readonly Fault[] = [
  { ago: 83, at: '03:12', minutes: 22, effect: 'slow', component: 'serving', share: 0.3 },
  { ago: 71, at: '23:40', minutes: 48, effect: 'missing' },
  { ago: 58, at: '14:05', minutes: 9, effect: 'down', component: 'analytics' },
  { ago: 44, at: '13:20', minutes: 70, effect: 'stale', component: 'serving' },
  { ago: 44, at: '15:06', minutes: 8, effect: 'stale', component: 'serving', share: 0.35 },
  { ago: 31, at: '07:40', minutes: 34, effect: 'down', component: 'serving', region: 'eu-west-1' },
  { ago: 19, at: '21:15', minutes: 12, effect: 'slow', component: 'analytics', share: 0.5 },
  { ago: 8, at: '10:02', minutes: 5, effect: 'down', component: 'serving', share: 0.2 },
];

/** Returns the instant of a time like 13:20 (UTC), `ago` whole days before the day on which the demo began. */
export function demoInstant(began: Instant, ago: number, at: string): Instant {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return dayOf(began) - ago * DAY_MS + (hours * 60 + minutes) * 60_000;
}

/** Returns when a fault begins and ends. */
export function faultSpan({ ago, at, minutes }: Fault, began: Instant): Span {
  const from = demoInstant(began, ago, at);
  return { from, to: from + minutes * 60_000 };
}
