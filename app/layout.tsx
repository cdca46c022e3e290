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

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { stylesheet } = await readBrand(context());
  return (
    <html lang={en.lang} dir={en.dir}>
      {stylesheet !== null && (
        <head>
          <link rel="stylesheet" href={stylesheet} />
        </head>
      )}
      <body>{children}</body>
    </html>
  );
}
