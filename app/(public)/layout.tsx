import type { ReactNode } from 'react';
import { SiteFrame } from '#components/site/frame/site-frame';
import { publicationOf } from '#domain/site/publication';
import { readBrand } from '#server/catalog/reads/read-brand';
import { context } from '#server/context';
import { currentPath } from '#server/http/current-staff';
import { rememberSite } from '#server/http/known-site';
import { figuresState } from '#server/site/figures-state';

/** Pages of this folder show current data, so the build prerenders none of them. Those that are published once do not say how current figures are. */
export const dynamic = 'force-dynamic';

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const path = await currentPath();
  const mode = publicationOf(path, '')?.mode ?? 'fixed';
  const [brand, figures] = await Promise.all([readBrand(context()), mode === 'fixed' ? null : figuresState(context())]);
  if (figures) rememberSite({ brand, components: figures.components, regions: figures.regions });
  return (
    <SiteFrame brand={brand} path={path} figures={figures}>
      {children}
    </SiteFrame>
  );
}
