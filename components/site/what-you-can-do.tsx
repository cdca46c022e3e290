import { enIncidents } from '#messages/en/incidents';

/** Shows what readers can do about an incident, if it is known. */
export function WhatYouCanDo({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p className="mt-2 max-w-prose">
      <strong className="font-semibold">{enIncidents.whatYouCanDo}</strong> {text}
    </p>
  );
}
