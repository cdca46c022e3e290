import type { ReactNode } from 'react';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** Shows the content of a public page between header and footer; on phones, a banner touches the header. The live script replaces its changed parts. */
export function PageFrame({ generatedAt, children }: { generatedAt: Instant; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-[56.75rem] px-4 sm:px-6">
      <script type="module" src="/live.js" data-own />
      <p role="status" aria-label={en.live.region} className="sr-only" id="_said" />
      <p role="alert" className="connection-lost" id="_lost" hidden>
        {en.live.lost} <UtcTime at={generatedAt} text={formatFullMoment(generatedAt)} />.
      </p>
      <main
        id="_content"
        className="pt-5 max-sm:has-[>.full-bleed:first-child]:pt-0 sm:pt-8"
        data-generated={new Date(generatedAt).toISOString()}
      >
        {children}
      </main>
    </div>
  );
}
