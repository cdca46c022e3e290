import type { ReactNode } from 'react';

/** Shows samples of the kit in a card with a title. */
export function Sample({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card grid gap-4 p-5">
      <h2 className="text-micro font-medium text-quiet">{title}</h2>
      {children}
    </section>
  );
}
