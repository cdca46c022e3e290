// The life of an incident. Forwards any state may be skipped; backwards any move is legal and recorded.
// A post-mortem follows a resolved incident alone; a withdrawn or merged incident moves no more.
//
//   detected ─► investigating ─► identified ─► monitoring ─► resolved ─► postmortem
//       ◄──────────── any move back, from any of them ────────────────────────┘

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

/** What kind of move leads from one state to another; null where none does. */
export function moveBetween(from: IncidentState, to: IncidentState): Move | null {
  const step = INCIDENT_STATES.indexOf(to) - INCIDENT_STATES.indexOf(from);
  if (step === 0) return 'same';
  if (step < 0) return 'backward';
  return to === 'postmortem' && from !== 'resolved' ? null : 'forward';
}

/** States that an incident may have next, its own among them: an update need not move it. */
export function statesAfter(from: IncidentState): IncidentState[] {
  return INCIDENT_STATES.filter((to) => moveBetween(from, to) !== null);
}

/** Whether the incident goes on: while a public one does, nothing is green. */
export function isOpenState(state: IncidentState): boolean {
  return state !== 'resolved' && state !== 'postmortem';
}

export type Impact = 'none' | 'minor' | 'major' | 'critical';
const IMPACTS: readonly Impact[] = ['none', 'minor', 'major', 'critical'];

/** Impact of the worst level of trouble (0 to 3) that an incident's components had. */
export function impactOfLevel(level: 0 | 1 | 2 | 3): Impact {
  return IMPACTS[level] as Impact; // a level is 0 … 3 by type
}

/** Who a text is for. Partners come later; it is a list from the start. */
export const AUDIENCES = ['public', 'internal'] as const;
export type Audience = (typeof AUDIENCES)[number];
