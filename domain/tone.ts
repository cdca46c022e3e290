import type { Status } from './status.ts';

/** What can be seen of a component: its status, or calm with an unconfirmed problem, which is not shown as calm. */
export type Tone = Status | 'possible';

type Seen = { status: Status; phase: 'steady' | 'possible' | 'recovering' };

/** The tone of a component: an unconfirmed problem is not calm. */
export function toneOf({ status, phase }: Seen): Tone {
  return status === 'operational' && phase !== 'steady' ? 'possible' : status;
}
