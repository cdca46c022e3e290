import type { ReactNode } from 'react';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { SiteNav } from './site-nav.tsx';

type Props = {
  current: 'status' | 'history' | 'uptime' | 'rules' | null;
  generatedAt: Instant;
  children: ReactNode;
  footer?: ReactNode;
};

/** Shows the frame of every public page. The live script replaces changed parts of <main>. */
export function PageFrame({ current, generatedAt, children, footer }: Props) {
  return (
    <div className="page mx-auto max-w-[860px] px-4 py-6 sm:px-6 sm:py-8">
      <script type="module" src="/live.js" data-own />
      <a href="#_content" className="sr-only focus:not-sr-only focus:inline-block focus:min-h-6">
        {en.nav.skip}
      </a>
      <SiteNav current={current} />
      <p role="status" aria-label={en.live.region} className="sr-only" id="_said" />
      <p role="alert" className="mt-6 border-s-8 border-unk-solid ps-4 font-semibold text-unk-ink" id="_lost" hidden>
        {en.live.lost} <UtcTime at={generatedAt} text={formatFullMoment(generatedAt)} />.
      </p>
      <main id="_content" className="mt-8" data-generated={new Date(generatedAt).toISOString()}>
        {children}
      </main>
      <footer className="mt-12 border-t border-line pt-4 text-small text-quiet">
        <div id="_foot">{footer}</div>
        <p className="mt-2" id="_zone" data-label={en.live.zone} data-both={en.live.zoneBoth}>
          {en.live.zoneNote}
        </p>
      </footer>
    </div>
  );
}
