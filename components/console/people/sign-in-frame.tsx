import type { ReactNode } from 'react';
import { consoleEn } from '#messages/en/console';

type Props = { title: string; note?: string | undefined; isFault?: boolean; children: ReactNode };

/** A page in front of the console: one thing to fill in, and nothing else. */
export function SignInFrame({ title, note, isFault = false, children }: Props) {
  return (
    <main className="console mx-auto max-w-[26rem] px-4 py-10 sm:py-16">
      <p className="text-small text-quiet">{consoleEn.name}</p>
      <h1 className="mt-1 text-title">{title}</h1>
      {note && (
        <p
          role={isFault ? 'alert' : 'status'}
          className={`mt-4 border-s-4 ps-3 ${isFault ? 'border-maj-solid text-maj-ink' : 'border-accent'}`}
        >
          {note}
        </p>
      )}
      {children}
    </main>
  );
}
