import type { Stated } from './status.ts';
import { levelOf, type Status } from './status.ts';

/** What is shown: a status; calm with an unconfirmed problem; or calm that an open incident does not let be called so. */
export type Tone = Status | 'possible' | 'incident';

/** Worst first. A component that is not monitored says nothing about the whole unless none is. */
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

/** `stated`: the worst that open public incidents say of a component; null where none names it. */
type Seen = { status: Status; phase: 'steady' | 'possible' | 'recovering'; stated: Stated | null };

/** The tone of a component: the worse of what probes see and what people say; never calm with an unconfirmed problem or in an open incident. */
export function toneOf({ status, phase, stated }: Seen): Tone {
  if (stated !== null && levelOf(stated) > levelOf(status)) return stated;
  if (status !== 'operational') return status;
  if (phase !== 'steady') return 'possible';
  return stated === null ? status : 'incident';
}

/** The one tone of the whole, for every rendering: the worst of all components; never calm while a public incident is open. Of nothing: not monitored. */
export function overallTone(components: readonly Seen[], hasOpenIncident: boolean): Tone {
  const tones: Tone[] = components.map(toneOf);
  if (hasOpenIncident) tones.push('incident');
  return TONES.find((tone) => tones.includes(tone)) ?? 'not_monitored';
}
