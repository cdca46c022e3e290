import type { Stated } from './status.ts';
import { levelOf, type Status } from './status.ts';

/** The shown status of a component. `possible`: operational with an unconfirmed problem. `incident`: operational, but with an open incident. */
export type Tone = Status | 'possible' | 'incident';

/** Worst first. Components that are not monitored count only if no component is monitored. */
export const TONES: readonly Tone[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'possible',
  'incident',
  'unknown',
  'operational',
  'not_monitored',
];

/** `stated`: the worst status that open public incidents state for a component, or null. */
type ComponentState = { status: Status; phase: 'steady' | 'possible' | 'recovering'; stated: Stated | null };

/** Returns the tone of a component: the worse of monitoring and incidents. Never operational with an unconfirmed problem or an open incident. */
export function toneOf({ status, phase, stated }: ComponentState): Tone {
  if (stated !== null && levelOf(stated) > levelOf(status)) return stated;
  if (status !== 'operational') return status;
  if (phase !== 'steady') return 'possible';
  return stated === null ? status : 'incident';
}

/** Returns the overall tone for every rendering: the worst of all components. Never operational while a public incident is open. */
export function overallTone(components: readonly ComponentState[], hasOpenIncident: boolean): Tone {
  const tones: Tone[] = components.map(toneOf);
  if (hasOpenIncident) tones.push('incident');
  return TONES.find((tone) => tones.includes(tone)) ?? 'not_monitored';
}
