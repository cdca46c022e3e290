import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { en } from '#messages/en/site';
import { readBrand } from '#server/catalog/reads/read-brand';
import { context } from '#server/context';
import { siteMetadata } from '#server/site/site-metadata';
import './globals.css';

/** Every page shows the current brand, so the build prerenders none of them. */
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  return siteMetadata(await readBrand(context()), context().publicOrigin);
}
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

/** The font of most letters. It is requested before the stylesheet that names it. */
const FONT = '/fonts/geist-latin-cf95a3ff.woff2';

/** The layout waits for nothing itself, so that the font is named at the same place of every page, however long the brand takes. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={en.lang} dir={en.dir}>
      <head>
        <link rel="preload" href={FONT} as="font" type="font/woff2" crossOrigin="anonymous" />
        <BrandStylesheet />
      </head>
      <body>{children}</body>
    </html>
  );
}

async function BrandStylesheet() {
  const { stylesheet } = await readBrand(context());
  return stylesheet !== null && <link rel="stylesheet" href={stylesheet} />;
}
