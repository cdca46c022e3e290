import type { ReactNode } from 'react';

type Fact = { name: string; value: ReactNode; note?: ReactNode };

/** Shows up to four facts side by side; on phones, two by two. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-5 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
      {facts.map(({ name, value, note }) => (
        <div key={name} className="min-w-0">
          <dt className="text-micro text-quiet">{name}</dt>
          <dd className="mt-0.5 text-row font-semibold text-ink">{value}</dd>
          {note && <dd className="text-micro text-quiet">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
