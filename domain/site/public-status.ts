import type { PublicIncident } from '#domain/incident/public-incident';
import type { ShownState } from '#domain/measurement/shown-state';
import { levelOf, type Stated, worstStated } from '#domain/measurement/status';
import { type Tone, toneOf } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';

/** What readers are shown of a component. `kind`: its word; `tone`: its colour and icon; `since`: null where nothing measured says since when it is so. */
export type PublicStatus = { kind: Tone | 'recovering'; tone: Tone; since: Instant | null };
type Component = Pick<ShownState, 'status' | 'since' | 'phase' | 'phaseSince'> & { stated: Stated | null };

/** Returns the status of a component as the headline, its row, its page and its badge show it. What staff state has no time of its own. */
export function publicStatus(component: Component): PublicStatus {
  const { status, stated, phase, phaseSince, since } = component;
  const tone = toneOf(component);
  if (tone === 'incident' || (tone !== status && tone === stated)) return { kind: tone, tone, since: null };
  if (tone === 'possible') return { kind: tone, tone, since: phaseSince };
  if (levelOf(status) === 0) return { kind: tone, tone, since: tone === 'unknown' ? since : null };
  return phase === 'recovering' ? { kind: 'recovering', tone, since: phaseSince } : { kind: tone, tone, since };
}

/**
 * Returns the worst that open incidents state of a component; null where none names it. What monitoring itself stated follows it down while it still sees
 * trouble: a fall in level is no update, and must not be shown as worse than it is.
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
    return [isLower && isOfMonitoring(incident, publicId) ? (status as Stated) : own]; // a level is stated
  });
  return worstStated(stated);
}

/** Whether the last update that states anything of the component is automatic. Updates are newest first. */
function isOfMonitoring({ updates }: PublicIncident, publicId: string): boolean {
  return updates.find(({ affected }) => affected.some((one) => one.publicId === publicId))?.isAutomatic ?? false;
}
