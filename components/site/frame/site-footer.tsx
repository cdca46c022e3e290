import type { ReactNode } from 'react';
import { UtcTime } from '#components/ui/utc-time';
import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import type { FiguresState } from '#server/site/figures-state';
import { CandorMark } from './candor-mark.tsx';
import { ZoneSwitch } from './zone-switch.tsx';

const TEXT = en.footer;
const LINKS = [
  { href: '/history.rss', text: TEXT.rss },
  { href: '/history.atom', text: TEXT.atom },
  { href: '/developers', text: TEXT.api },
  { href: '/about-these-figures', text: TEXT.figures },
];

/** Shows the switch of time zones, the links, and on live pages how current the figures are, below every public page. */
export function SiteFooter({ brand, figures }: { brand: Brand; figures: FiguresState | null }) {
  const { links, support, footer, timeZone } = brand;
  return (
    <footer className="mx-auto max-w-[56.75rem] px-4 pt-18 pb-12 text-small text-quiet sm:px-6 sm:pt-22">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4 border-t border-line pt-5">
        <ZoneSwitch brandZone={timeZone} />
        <ul className="flex flex-wrap gap-x-5 gap-y-1 sm:gap-x-4.5">
          {[...LINKS, ...links.map(({ label, url }) => ({ href: url, text: label }))].map(({ href, text }) => (
            <FootLink key={href} href={href}>
              {text}
            </FootLink>
          ))}
          {support !== null && <FootLink href={support}>{TEXT.support}</FootLink>}
        </ul>
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div id="_foot">{figures && <Figures {...figures} />}</div>
        <p className="flex items-center gap-2">
          <CandorMark className="size-3.5" />
          {TEXT.powered}
        </p>
      </div>
      {footer !== null && <p className="mt-4">{footer}</p>}
    </footer>
  );
}

function FootLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <a href={href} className="quiet-link">
        {children}
      </a>
    </li>
  );
}

function Figures({ evaluatedUntil, policyVersions }: FiguresState) {
  if (evaluatedUntil === null) return <p>{TEXT.noFigures}</p>;
  return (
    <p>
      {TEXT.evaluated} <UtcTime at={evaluatedUntil} text={formatFullMoment(evaluatedUntil)} /> ·{' '}
      <a href="/about-these-figures" className="quiet-link">
        {TEXT.policies(policyVersions.map((version) => `v${version}`).join(', '), policyVersions.length > 1)}
      </a>
    </p>
  );
}
