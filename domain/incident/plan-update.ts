import { levelOf, type Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { type Audience, ends, type IncidentState } from './incident.ts';
import { type IncidentTimes, timesAfter } from './incident-times.ts';
import { announcedNextUpdate } from './next-update.ts';
import type { IncidentBefore, ResolvedInput, StaffFacts, Statement, UpdateFacts, UpdateInput } from './update-input.ts';
import { type Refusal, updateRefusal } from './update-rules.ts';
import { whatYouCanDoAfter } from './what-you-can-do.ts';

/** How an update changes its incident. What is left out stays. `movedAt`: only where the state changes. */
export type IncidentPatch = IncidentTimes & {
  state: IncidentState;
  title: string;
  updatedAt: Instant;
  movedAt?: Instant;
  publicAt?: Instant;
  publicUpdatedAt?: Instant;
  acknowledgedAt?: Instant;
};

export type UpdatePlan = {
  patch: IncidentPatch;
  update: {
    state: IncidentState;
    audience: readonly Audience[];
    occurredAt: Instant;
    nextUpdateBy: Instant | null;
    whatYouCanDo: string | null;
  };
  impacts: readonly { componentId: number; oldStatus: Stated; newStatus: Stated }[];
  notifies: boolean;
};

/**
 * Decides what an update does to an incident: the new state and times, the statuses of components, and whether subscribers are notified. Publication and
 * preview both follow this plan. Returns a refusal where a rule for people is broken.
 */
export function planUpdate(
  incident: IncidentBefore,
  input: UpdateInput,
  facts: UpdateFacts,
): UpdatePlan | { refusal: Refusal } {
  const resolved = resolvedInput(incident, input, facts);
  const refusal =
    facts.staff === null ? null : updateRefusal(incident, resolved, { now: facts.now, staff: facts.staff });
  return refusal === null ? planOf(incident, resolved, facts) : { refusal };
}

function resolvedInput(incident: IncidentBefore, input: UpdateInput, { staff }: UpdateFacts): ResolvedInput {
  const { state = incident.state, title = incident.title, nextUpdateBy = null } = input;
  const isMonitored = input.affected === undefined && ends(incident.state, state);
  const affected = input.affected ?? (isMonitored ? monitoredStatements(incident, staff) : []);
  return { ...input, state, title, affected, nextUpdateBy: announcedNextUpdate({ state, nextUpdateBy }) };
}

/** What monitoring shows of the components of the incident; one without monitoring data recovers with its incident. */
function monitoredStatements({ stated }: IncidentBefore, staff: StaffFacts | null): Statement[] {
  const own = (staff?.monitored ?? []).filter((one) =>
    stated.some(({ componentId }) => componentId === one.componentId),
  );
  return own.map(({ componentId, status }) => ({
    componentId,
    status: levelOf(status) > 0 ? (status as Stated) : 'operational', // every status with a level can be stated
  }));
}

function planOf(incident: IncidentBefore, input: ResolvedInput, { now, staff }: UpdateFacts): UpdatePlan {
  const { state, title, audience, affected, nextUpdateBy, notify } = input;
  const isPublic = audience.includes('public');
  const isFirst = isPublic && incident.publicAt === null;
  const occurredAt = Math.min(input.occurredAt ?? now, now);
  const before = new Map(incident.stated.map(({ componentId, status }) => [componentId, status]));
  return {
    patch: {
      state,
      title,
      ...timesAfter(incident, { state, occurredAt }),
      updatedAt: now,
      ...(state === incident.state ? {} : { movedAt: input.movedAt ?? now }),
      ...(isPublic ? { publicAt: incident.publicAt ?? now, publicUpdatedAt: now } : {}),
      // A person who informs readers of what monitoring found has acknowledged it.
      ...(staff && isPublic && incident.acknowledgedAt === null ? { acknowledgedAt: now } : {}),
    },
    update: {
      state,
      audience,
      occurredAt,
      nextUpdateBy,
      whatYouCanDo: whatYouCanDoAfter(incident.whatYouCanDo, input),
    },
    impacts: affected.map(({ componentId, status }) => ({
      componentId,
      // Readers have not seen any status before the first public update.
      oldStatus: isFirst ? 'operational' : (before.get(componentId) ?? 'operational'),
      newStatus: status,
    })),
    notifies: notify && isPublic,
  };
}
