import type { PublicFeed, PublicIncident } from '#domain/incident/public-incident';
import type { PageV2 } from '#server/site/formats/statuspage-v2/page';
import { entryHtml, feedTitle, xml } from './feed-entry.ts';

/** Formats /history.rss of the site with this title, with one item per incident. The guid (the incident's URL) is stable, and the date is that of the last change. */
export function rssFeed({ incidents, changedAt }: PublicFeed, page: PageV2, site: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${xml(feedTitle(site))}</title>
    <link>${xml(page.url)}</link>
    <atom:link rel="self" type="application/rss+xml" href="${xml(page.url)}/history.rss"/>
    <description>${xml(feedTitle(site))}</description>
    <lastBuildDate>${new Date(changedAt).toUTCString()}</lastBuildDate>
${incidents.map((incident) => item(incident, page)).join('\n')}
  </channel>
</rss>
`;
}

function item(incident: PublicIncident, page: PageV2): string {
  const address = xml(`${page.url}/incidents/${incident.publicId}`);
  return `    <item>
      <title>${xml(incident.title)}</title>
      <description>${xml(entryHtml(incident))}</description>
      <pubDate>${new Date(Math.max(incident.updatedAt, incident.publicAt)).toUTCString()}</pubDate>
      <link>${address}</link>
      <guid>${address}</guid>
    </item>`;
}
