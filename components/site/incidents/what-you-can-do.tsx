import { enIncidents } from '#messages/en/incidents';

/** Shows what readers can do about an incident, if it is known. */
export function WhatYouCanDo({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p className="max-w-[65ch]">
      <strong className="font-semibold">{enIncidents.whatYouCanDo}</strong> {text}
    </p>
  );
}
