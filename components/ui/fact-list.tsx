import type { ReactNode } from 'react';

type Fact = { name: string; value: ReactNode; note?: ReactNode };

/** `isDivided`: hairlines between the facts, as high as the part of the card that contains only them. */
type Props = { facts: readonly Fact[]; isDivided?: boolean };

/** Shows up to four facts side by side; on phones, two by two. */
export function FactList({ facts, isDivided = false }: Props) {
  return (
    <dl
      className={`grid grid-cols-2 gap-x-4 gap-y-5 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none ${isDivided ? 'sm:-my-6' : ''}`}
    >
      {facts.map(({ name, value, note }) => (
        <div
          key={name}
          className={`min-w-0 ${isDivided ? 'border-line sm:py-6 sm:not-first:border-s sm:not-first:ps-5' : ''}`}
        >
          <dt className="text-micro text-quiet">{name}</dt>
          <dd className="mt-0.5 text-row font-semibold text-ink">{value}</dd>
          {note && <dd className="text-micro text-quiet">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
