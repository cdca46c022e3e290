import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import type { StaffPostmortem } from '#server/postmortems/view-types';

/** Returns where the recorded value of a figure comes from: the intervals, the calculation, the updates or the deliveries. Null if nothing shows it. */
export function recordHref({ source }: Pick<Figure, 'source'>, { incidents }: Pick<StaffPostmortem, 'incidents'>) {
  const incident = incidents.find(({ isPublic }) => isPublic);
  switch (source) {
    case 'monitoring':
      return incident ? `/incidents/${incident.publicId}#probes` : null;
    case 'incident':
      return incident ? `/incidents/${incident.publicId}#updates` : null;
    case 'calculated':
      return '/uptime';
    case 'deliveries':
      return '/console/deliveries';
    default:
      return null;
  }
}
