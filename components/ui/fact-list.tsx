import type { ReactNode } from 'react';

type Fact = { name: string; value: ReactNode; note?: ReactNode };

/** `isDivided`: hairlines between the facts, which fill the part of the card that contains only them. */
type Props = { facts: readonly Fact[]; isDivided?: boolean };

/** Two columns on phones, one row elsewhere. */
const DIVIDED =
  'border-line p-4 nth-[2n]:border-s nth-[n+3]:border-t sm:px-5 sm:not-first:border-s sm:nth-[n+3]:border-t-0';

/** Shows up to four facts side by side; on phones, two by two. */
export function FactList({ facts, isDivided = false }: Props) {
  return (
    <dl
      className={`grid grid-cols-2 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none ${isDivided ? '-m-4 sm:-m-6' : 'gap-x-4 gap-y-5'}`}
    >
      {facts.map(({ name, value, note }) => (
        <div key={name} className={`min-w-0 ${isDivided ? DIVIDED : ''}`}>
          <dt className="text-micro text-quiet">{name}</dt>
          <dd className="mt-0.5 text-row font-semibold text-ink">
            {typeof value === 'string' ? <bdi>{value}</bdi> : value}
          </dd>
          {note && <dd className="text-micro text-quiet">{typeof note === 'string' ? <bdi>{note}</bdi> : note}</dd>}
        </div>
      ))}
    </dl>
  );
}
