// The states of an incident. Moving forward may skip states; moving back is always allowed and recorded.
// A post-mortem can only follow a resolved incident; a withdrawn or merged incident keeps its state.
//
//   detected ─► investigating ─► identified ─► monitoring ─► resolved ─► postmortem
//       ◄──────────── any move back, from any state ──────────────────────────┘

export const INCIDENT_STATES = [
  'detected',
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'postmortem',
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export type Move = 'same' | 'forward' | 'backward';

/** Returns the kind of move from one state to another; null if it is not allowed. */
export function moveBetween(from: IncidentState, to: IncidentState): Move | null {
  const step = INCIDENT_STATES.indexOf(to) - INCIDENT_STATES.indexOf(from);
  if (step === 0) return 'same';
  if (step < 0) return 'backward';
  return to === 'postmortem' && from !== 'resolved' ? null : 'forward';
}

/** Returns the states that the next update may give an incident, including its current one. */
export function statesAfter(from: IncidentState): IncidentState[] {
  return INCIDENT_STATES.filter((to) => moveBetween(from, to) !== null);
}

/** The states in which an incident is no longer open. */
export const CLOSED_STATES: readonly IncidentState[] = ['resolved', 'postmortem'];

/** Returns whether an incident in this state is open. While a public incident is open, the page is not all operational. */
export function isOpenState(state: IncidentState): boolean {
  return !CLOSED_STATES.includes(state);
}

/** Returns whether a move from one state to another ends the incident. */
export function ends(from: IncidentState, to: IncidentState): boolean {
  return isOpenState(from) && !isOpenState(to);
}

export type Impact = 'none' | 'minor' | 'major' | 'critical';
const IMPACTS: readonly Impact[] = ['none', 'minor', 'major', 'critical'];

/** Returns the impact of an incident from the worst level (0 to 3) of its components. */
export function impactOfLevel(level: 0 | 1 | 2 | 3): Impact {
  return IMPACTS[level] as Impact; // a level is 0 … 3 by type
}

/** Who may read a text. */
export const AUDIENCES = ['public', 'internal'] as const;
export type Audience = (typeof AUDIENCES)[number];
