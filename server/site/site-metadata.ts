import type { Metadata } from 'next';
import type { Brand } from '#domain/site/brand';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';

const FEEDS = {
  'application/atom+xml': [{ url: '/history.atom', title: enIncidents.feed.atom }],
  'application/rss+xml': [{ url: '/history.rss', title: enIncidents.feed.rss }],
};

const PICTURE = { url: '/og.png', width: 1_200, height: 630 };

/** Describes the site in the head of every page. A page only adds its own title, which becomes "Incidents – Larkfield status". */
export function siteMetadata({ title, description, favicon }: Brand, origin: string): Metadata {
  return {
    metadataBase: new URL(origin),
    title: { default: title, template: `%s – ${title}` },
    description,
    openGraph: {
      type: 'website',
      siteName: title,
      title,
      description,
      locale: en.lang,
      images: [{ ...PICTURE, alt: title }],
    },
    twitter: { card: 'summary_large_image' },
    icons: { icon: { url: favicon }, apple: { url: '/apple-touch-icon.png' } },
    alternates: { types: FEEDS },
  };
}
