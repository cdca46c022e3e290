import type { PublicIncident } from '#domain/incident/public-incident';
import { enIncidentPages } from '#messages/en/incident-pages';

const TEXT = enIncidentPages.incident;

/** Links to the incident in other formats, and to related ones. */
export function IncidentLinks({ incident: { publicId, related } }: { incident: PublicIncident }) {
  const links = [
    { href: `/api/v1/incidents/${publicId}`, text: TEXT.links.json },
    { href: `/feeds/incidents/${publicId}.atom`, text: TEXT.links.atom },
    ...related.map(({ publicId: id, title }) => ({ href: `/incidents/${id}`, text: `${TEXT.links.related} ${title}` })),
  ];
  return (
    <ul aria-label={TEXT.links.label} className="mt-6 flex flex-wrap gap-x-5 gap-y-1 text-small" id="links">
      {links.map(({ href, text }) => (
        <li key={href}>
          <a href={href} className="link">
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
