import type { PublicIncident } from '#domain/incident/public-incident';
import { stateSince } from '#domain/incident/state-since';
import type { ShownState } from '#domain/measurement/shown-state';
import { levelOf, type Stated, worstStated } from '#domain/measurement/status';
import { type Tone, toneOf } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';

/** The public status of a component. `kind` decides its label, `tone` its colour and icon. `since` is null if the start is not known. */
export type PublicStatus = { kind: Tone | 'recovering'; tone: Tone; since: Instant | null };
/** `stated`: the worst status that open public incidents state; null if none names the component. `statedSince`: since when they state it. */
type StatedStatus = { stated: Stated | null; statedSince: Instant | null };
type Component = Pick<ShownState, 'status' | 'since' | 'phase' | 'phaseSince'> & StatedStatus;

/** Returns the status of a component for the headline, its row, its page and its badge. A status that only staff state starts with its incident. */
export function publicStatus(component: Component): PublicStatus {
  const { status, stated, statedSince, phase, phaseSince, since } = component;
  const tone = toneOf(component);
  if (tone === 'incident') return { kind: tone, tone, since: null };
  if (tone !== status && tone === stated) return { kind: tone, tone, since: statedSince };
  if (tone === 'possible') return { kind: tone, tone, since: phaseSince };
  if (levelOf(status) === 0) return { kind: tone, tone, since: tone === 'unknown' ? since : null };
  return phase === 'recovering' ? { kind: 'recovering', tone, since: phaseSince } : { kind: tone, tone, since };
}

/**
 * Returns the worst status that open incidents state for a component, or null if none names it. A status stated by the incident automation falls with the
 * monitored level while trouble lasts, because a lower level posts no update and must not be shown as worse than it is.
 */
export function statedOf(
  publicId: string,
  incidents: readonly PublicIncident[],
  { status }: Pick<ShownState, 'status'>,
): Stated | null {
  const stated = incidents.flatMap((incident) => {
    const own = incident.components.find((component) => component.publicId === publicId)?.status;
    if (own === undefined) return [];
    const isLower = levelOf(status) > 0 && levelOf(status) < levelOf(own);
    return [isLower && isOfMonitoring(incident, publicId) ? (status as Stated) : own]; // a level of trouble is a status that can be stated
  });
  return worstStated(stated);
}

/** Returns the start of the earliest open incident that states this status for a component, or null if none does. */
export function statedSinceOf(
  publicId: string,
  incidents: readonly PublicIncident[],
  stated: Stated | null,
): Instant | null {
  const starts = incidents
    .filter(({ components }) => components.some((one) => one.publicId === publicId && one.status === stated))
    .map(stateSince);
  return starts.length > 0 ? Math.min(...starts) : null;
}

/** Returns whether the last update that states the status of the component is automatic. Updates are newest first. */
function isOfMonitoring({ updates }: PublicIncident, publicId: string): boolean {
  return updates.find(({ affected }) => affected.some((one) => one.publicId === publicId))?.isAutomatic ?? false;
}
