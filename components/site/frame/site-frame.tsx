import type { ReactNode } from 'react';
import type { Brand } from '#domain/site/brand';
import { en } from '#messages/en/site';
import type { FiguresState } from '#server/site/figures-state';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';

type Props = { brand: Brand; path: string; figures: FiguresState | null; children: ReactNode };

/** Shows header and footer around a public page. `figures` is null on pages that do not show the status of now. */
export function SiteFrame({ brand, path, figures, children }: Props) {
  return (
    <>
      <a href="#_content" className="skip-link">
        {en.nav.skip}
      </a>
      <SiteHeader brand={brand} path={path} />
      {children}
      <SiteFooter brand={brand} figures={figures} />
    </>
  );
}
