import { en } from '#messages/en/site';
import { xml } from '#server/site/formats/feed-entry';
import { iso } from '#server/site/formats/statuspage-v2/page';
import type { UpdateEntry, UpdateFeed } from './update-entries.ts';

export const FEED_FORMATS = ['atom', 'rss', 'json'] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

const TYPES = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
} as const satisfies Record<FeedFormat, string>;
const WRITERS = { atom, rss, json } as const satisfies Record<FeedFormat, (feed: UpdateFeed) => string>;

/** Writes a feed as Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1. */
export function writeFeed(feed: UpdateFeed, format: FeedFormat): { body: string; type: string } {
  return { body: WRITERS[format](feed), type: TYPES[format] };
}

function atom({ title, author, url, page, changedAt, entries }: UpdateFeed): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="${en.lang}" xmlns="http://www.w3.org/2005/Atom">
  <id>${xml(`${url}.atom`)}</id>
  <link rel="alternate" type="text/html" href="${xml(page)}"/>
  <link rel="self" type="application/atom+xml" href="${xml(url)}.atom"/>
  <title>${xml(title)}</title>
  <updated>${iso(changedAt)}</updated>
  <author><name>${xml(author)}</name></author>
${entries.map(atomEntry).join('\n')}
</feed>
`;
}

function atomEntry({ id, url, title, html, publishedAt, changedAt }: UpdateEntry): string {
  return `  <entry>
    <id>${xml(id)}</id>
    <published>${iso(publishedAt)}</published>
    <updated>${iso(changedAt)}</updated>
    <link rel="alternate" type="text/html" href="${xml(url)}"/>
    <title>${xml(title)}</title>
    <content type="html">${xml(html)}</content>
  </entry>`;
}

function rss({ title, url, page, changedAt, entries }: UpdateFeed): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${xml(title)}</title>
    <link>${xml(page)}</link>
    <atom:link rel="self" type="application/rss+xml" href="${xml(url)}.rss"/>
    <description>${xml(title)}</description>
    <lastBuildDate>${new Date(changedAt).toUTCString()}</lastBuildDate>
${entries.map(rssItem).join('\n')}
  </channel>
</rss>
`;
}

function rssItem({ id, url, title, html, publishedAt }: UpdateEntry): string {
  return `    <item>
      <title>${xml(title)}</title>
      <description>${xml(html)}</description>
      <pubDate>${new Date(publishedAt).toUTCString()}</pubDate>
      <link>${xml(url)}</link>
      <guid isPermaLink="false">${xml(id)}</guid>
    </item>`;
}

function json({ title, author, url, page, entries }: UpdateFeed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: page,
    feed_url: `${url}.json`,
    language: en.lang,
    authors: [{ name: author }],
    items: entries.map(({ id, url: address, title: heading, html, text, publishedAt, changedAt, components }) => ({
      id,
      url: address,
      title: heading,
      content_html: html,
      content_text: text,
      date_published: iso(publishedAt),
      date_modified: iso(changedAt),
      tags: components,
    })),
  });
}
