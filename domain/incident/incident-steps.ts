import type { Instant } from '#domain/time/interval';
import type { IncidentState } from './incident.ts';
import type { PublicUpdate } from './public-incident.ts';

/** The states that readers see as steps. A post-mortem is published for a resolved incident. */
const STEP_STATES = ['detected', 'investigating', 'identified', 'monitoring', 'resolved'] as const;
type StepState = (typeof STEP_STATES)[number];

/** `at`: when the state was last entered, as the updates say; null if it never was. */
export type IncidentSteps = { steps: { state: StepState; at: Instant | null }[]; current: number };

type Update = Pick<PublicUpdate, 'state' | 'occurredAt'>;

/**
 * Returns the steps of an incident with the last entry into each, and the index of its current one. `updates` are newest first. A step after the current one
 * may have an entry, from before a move backwards.
 */
export function incidentSteps(state: IncidentState, updates: readonly Update[]): IncidentSteps {
  const entered = new Map<StepState, Instant>();
  let before: StepState | null = null;
  for (const update of updates.toReversed()) {
    const step = stepOf(update.state);
    if (step !== before) entered.set(step, update.occurredAt);
    before = step;
  }
  return {
    steps: STEP_STATES.map((step) => ({ state: step, at: entered.get(step) ?? null })),
    current: STEP_STATES.indexOf(stepOf(state)),
  };
}

function stepOf(state: IncidentState): StepState {
  return state === 'postmortem' ? 'resolved' : state;
}
