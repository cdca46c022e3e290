import type { ReactNode } from 'react';
import { SiteFrame } from '#components/site/frame/site-frame';
import { readBrand } from '#server/catalog/reads/read-brand';
import { context } from '#server/context';
import { currentPath } from '#server/http/current-staff';
import { rememberSite } from '#server/http/known-site';
import { figuresState } from '#server/site/figures-state';

/** Pages of this folder show current data, so the build prerenders none of them. */
export const dynamic = 'force-dynamic';

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const [brand, path, figures] = await Promise.all([readBrand(context()), currentPath(), figuresState(context())]);
  rememberSite({ brand, components: figures.components, regions: figures.regions });
  return (
    <SiteFrame brand={brand} path={path} figures={figures}>
      {children}
    </SiteFrame>
  );
}
