import { ButtonLink } from '#components/ui/button';
import { Icon } from '#components/ui/icon';
import type { Brand } from '#domain/site/brand';
import { en } from '#messages/en/site';
import { CandorMark } from './candor-mark.tsx';
import { SiteNav } from './site-nav.tsx';

/** Shows the brand and the navigation above every public page; on phones, in two rows. */
export function SiteHeader({ brand, path }: { brand: Brand; path: string }) {
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[56.75rem] flex-wrap items-center gap-x-1 px-4 sm:gap-x-6 sm:px-6">
        <a href="/" className="me-auto flex min-h-14 min-w-0 items-center gap-2.5 py-2 text-row md:min-h-16">
          <Logo brand={brand} />
          <span className="min-w-0">
            <strong className="font-semibold text-ink">{brand.name ?? brand.title}</strong>
            {brand.name !== null && <span className="ms-2 text-quiet">{en.nav.status}</span>}
          </span>
        </a>
        <SiteNav path={path} />
        <ButtonLink
          href="/subscribe"
          aria-current={path === '/subscribe' ? 'page' : undefined}
          className="px-3 text-small"
        >
          <Icon name="bell" className="size-4" />
          {en.nav.subscribe}
        </ButtonLink>
      </div>
    </header>
  );
}

function Logo({ brand: { logo } }: { brand: Brand }) {
  if (logo === null) return <CandorMark className="size-7" />;
  return (
    <picture className="flex-none">
      <source srcSet={logo.dark} media="(prefers-color-scheme: dark)" />
      <img src={logo.light} width={28} height={28} alt="" className="size-7" />
    </picture>
  );
}
