import type { ReactNode } from 'react';

type Props = { id?: string; labelledBy?: string; className?: string; children: ReactNode };

/** Shows a card. On phones it reaches from edge to edge. */
export function Card({ id, labelledBy, className = '', children }: Props) {
  return (
    <section id={id} aria-labelledby={labelledBy} className={`card full-bleed ${className}`}>
      {children}
    </section>
  );
}

/** Shows a part of a card. A hairline separates it from the part before it. */
export function CardSection({ id, labelledBy, className = '', children }: Props) {
  const Part = labelledBy === undefined ? 'div' : 'section';
  return (
    <Part id={id} aria-labelledby={labelledBy} className={`border-line p-4 not-first:border-t sm:p-6 ${className}`}>
      {children}
    </Part>
  );
}
