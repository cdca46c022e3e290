import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';
import './globals.css';

export const metadata: Metadata = {
  title: en.title,
  description: en.description,
  icons: { icon: { url: '/favicon.svg', type: 'image/svg+xml' } },
  alternates: {
    types: {
      'application/atom+xml': [{ url: '/history.atom', title: enIncidents.feed.atom }],
      'application/rss+xml': [{ url: '/history.rss', title: enIncidents.feed.rss }],
    },
  },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={en.lang} dir={en.dir}>
      <body>{children}</body>
    </html>
  );
}
