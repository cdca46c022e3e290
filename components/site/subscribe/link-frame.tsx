import type { ReactNode } from 'react';

type Props = { eyebrow?: string; title: string; text?: string; children?: ReactNode };

/** Shows one question or answer within the frame of public pages: a small line, a title, a sentence, and what follows. */
export function LinkFrame({ eyebrow, title, text, children }: Props) {
  return (
    <main id="_content" className="mx-auto max-w-[56.75rem] px-4 pt-10 sm:px-6 sm:pt-14">
      {eyebrow && <p className="text-small font-label text-quiet">{eyebrow}</p>}
      <h1 className="mt-1 text-title">{title}</h1>
      {text && <p className="mt-3 max-w-[66ch] text-reading">{text}</p>}
      <div className="mt-6">{children}</div>
    </main>
  );
}
