import type { ReactNode } from 'react';

/** Shows a section of a console page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-10 max-w-[46rem]">
      <h2 className="text-section">{title}</h2>
      {children}
    </section>
  );
}
