import { isOpenIncident, type PublicIncident } from '#domain/incident/public-incident';
import type { Audience } from '#server/delivery/sql/fan-out';

/** Values of `minimum_impact`. An incident without an impact concerns everyone who chose the lowest one. */
const IMPACTS = { none: 1, minor: 1, major: 2, critical: 3 } as const satisfies Record<
  PublicIncident['impact'],
  number
>;

type Concerned = Pick<PublicIncident, 'impact' | 'state' | 'withdrawnAt' | 'mergedInto'> & {
  components: readonly { publicId: string }[];
};

/** Returns what of an incident, as readers see it, decides who is notified. */
export function audienceOf(incident: Concerned): Audience {
  return {
    impact: IMPACTS[incident.impact],
    isOpen: isOpenIncident(incident),
    components: incident.components.map(({ publicId }) => publicId),
  };
}
