import { levelOf, type Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { isFirstUpdate, needsTwo } from './approval.ts';
import { ends, isOpenState, moveBetween } from './incident.ts';
import { endsTooEarly, type PublishedState } from './incident-times.ts';
import type { IncidentBefore, MonitoredComponent, ResolvedInput, StaffFacts, UpdateInput } from './update-input.ts';

/** Why an update cannot be published. `probes`: what monitoring shows, where a reason is needed to contradict it. */
export type Refusal = {
  code: 'invalid_input' | 'conflict' | 'approval_needed' | 'reason_needed';
  message: string;
  probes?: readonly MonitoredComponent[];
};

/** Returns why a person cannot publish an update now; null if they can. The first rule that is broken decides. */
export function updateRefusal(
  incident: IncidentBefore,
  input: ResolvedInput,
  { now, staff }: { now: Instant; staff: StaffFacts },
): Refusal | null {
  const { skips = [] } = input;
  return (
    closedRefusal(incident, input) ??
    nextUpdateRefusal(input) ??
    stateRefusal(incident, input) ??
    audienceRefusal(incident, input) ??
    clockRefusal(input, now) ??
    (skips.includes('approval') ? null : approvalRefusal(incident, input, staff)) ??
    (skips.includes('reason') || input.reason !== undefined ? null : reasonRefusal(incident, input, staff)) ??
    (input.occurredAt === undefined
      ? null
      : timesRefusal(incident.startedAt, input.occurredAt, [
          ...staff.updates,
          { state: input.state, occurredAt: input.occurredAt },
        ]))
  );
}

const invalid = (message: string): Refusal => ({ code: 'invalid_input', message });

export const INTERNAL_WHAT_YOU_CAN_DO = invalid(
  'whatYouCanDo: is for readers. Leave it out of an internal update, or make the update public.',
);

/** Returns the refusal of a text that names the time of the next update without one; else null. */
export function nextUpdateRefusal({
  namesNextUpdate,
  nextUpdateBy,
}: Pick<UpdateInput, 'namesNextUpdate' | 'nextUpdateBy'>): Refusal | null {
  return namesNextUpdate && nextUpdateBy == null
    ? invalid('body: {{next_update}} has no value. Choose a time for the next update, or remove the placeholder.')
    : null;
}

function closedRefusal({ state }: IncidentBefore, { mustBeOpen = false }: ResolvedInput): Refusal | null {
  return mustBeOpen && !isOpenState(state) ? { code: 'conflict', message: 'This incident is already resolved.' } : null;
}

function stateRefusal(incident: IncidentBefore, { state }: ResolvedInput): Refusal | null {
  return moveBetween(incident.state, state) === null
    ? invalid(`state: ${state} can only follow resolved. This incident is ${incident.state}.`)
    : null;
}

/** Readers see the state, the title and the components of a public incident, so an internal update cannot change them. */
function audienceRefusal(
  incident: IncidentBefore,
  { audience, state, title, affected, whatYouCanDo }: ResolvedInput,
): Refusal | null {
  if (whatYouCanDo && !audience.includes('public')) return INTERNAL_WHAT_YOU_CAN_DO;
  if (incident.publicAt === null || audience.includes('public')) return null;
  const isChange = state !== incident.state || title !== incident.title || affected.length > 0;
  return isChange
    ? invalid('audience: an internal update cannot change the state, title or components of a public incident.')
    : null;
}

function clockRefusal({ occurredAt, nextUpdateBy }: ResolvedInput, now: Instant): Refusal | null {
  if (occurredAt !== undefined && occurredAt > now) return invalid('occurredAt: must not be in the future.');
  return nextUpdateBy !== null && nextUpdateBy <= now ? invalid('nextUpdateBy: must be in the future.') : null;
}

function approvalRefusal(
  incident: IncidentBefore,
  { state, audience, affected }: ResolvedInput,
  { approval }: StaffFacts,
): Refusal | null {
  if (!audience.includes('public') || isFirstUpdate(incident, ends(incident.state, state))) return null;
  return needsApproval(approval, affected) ? APPROVAL_NEEDED : null;
}

export const APPROVAL_NEEDED: Refusal = {
  code: 'approval_needed',
  message: 'Approval required. Save this as a draft that is ready for approval, and ask a colleague to publish it.',
};

/** Returns whether a further public text needs two people, by the worst status that the incident has had or will have. */
export function needsApproval(
  { settings, stated, measured }: StaffFacts['approval'],
  affected: readonly { status: Stated }[] = [],
): boolean {
  return needsTwo(settings, [...stated.map(levelOf), ...affected.map(({ status }) => levelOf(status)), measured]);
}

/** Ending an incident, or stating that a component is operational, needs a reason while monitoring shows an outage. */
function reasonRefusal(
  incident: IncidentBefore,
  { state, affected }: ResolvedInput,
  { monitored }: StaffFacts,
): Refusal | null {
  const operational = affected.filter(({ status }) => status === 'operational').map(({ componentId }) => componentId);
  const probes = ends(incident.state, state)
    ? monitored.filter(
        ({ componentId }) =>
          incident.stated.some((one) => one.componentId === componentId) || operational.includes(componentId),
      )
    : monitored.filter(({ componentId }) => operational.includes(componentId));
  const failing = probes.filter(isFailing).map(({ name }) => name);
  if (failing.length === 0) return null;
  const message = `reason: is required, because monitoring shows an outage of ${failing.join(', ')}.`;
  return { code: 'reason_needed', message, probes };
}

/** Returns whether monitoring shows a partial or major outage. */
export function isFailing({ status }: Pick<MonitoredComponent, 'status'>): boolean {
  return levelOf(status) > 1;
}

/** Returns why `occurredAt`, the time of one of these updates, is impossible; null if it is possible. */
export function timesRefusal(
  startedAt: Instant,
  occurredAt: Instant,
  updates: readonly PublishedState[],
): Refusal | null {
  if (occurredAt < startedAt) return invalid('occurredAt: must not be before the start of the incident.');
  return endsTooEarly(updates)
    ? invalid('occurredAt: the end of the incident must not be before its previous change of state.')
    : null;
}
