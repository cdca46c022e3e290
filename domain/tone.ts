import type { Status } from './status.ts';

/** What can be seen of a component: its status, or calm with an unconfirmed problem, which is not shown as calm. */
export type Tone = Status | 'possible';

type Seen = { status: Status; phase: 'steady' | 'possible' | 'recovering' };

/** The tone of a component: an unconfirmed problem is not calm. */
export function toneOf({ status, phase }: Seen): Tone {
  return status === 'operational' && phase !== 'steady' ? 'possible' : status;
}

const URGENCY: readonly Tone[] = ['major_outage', 'partial_outage', 'degraded_performance', 'possible', 'unknown', 'not_monitored', 'operational'];

/** How urgent a tone is: 0 is the most urgent. */
export function urgencyOf(tone: Tone): number {
  return URGENCY.indexOf(tone);
}

/** The most urgent tone of all, which every rendering of the whole leads with; not_monitored of none. */
export function overallTone(components: readonly Seen[]): Tone {
  const tones = components.map(toneOf).sort((a, b) => urgencyOf(a) - urgencyOf(b));
  return tones[0] ?? 'not_monitored';
}
