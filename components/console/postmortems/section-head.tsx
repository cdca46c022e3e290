import type { ReactNode } from 'react';
import type { Section } from '#domain/postmortem/sections';
import { enPostmortems } from '#messages/en/postmortems';

/** Shows the heading of a section, with a note at its end. */
export function SectionHead({ section, note }: { section: Section; note: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4">
      <h2 id={`${section}-title`} className="text-section">
        {enPostmortems.section[section]}
      </h2>
      <div className="text-micro text-quiet">{note}</div>
    </div>
  );
}
