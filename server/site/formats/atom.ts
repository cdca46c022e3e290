import type { PublicFeed, PublicIncident } from '#domain/incident/public-incident';
import { iso, type PageV2 } from '#server/site/formats/statuspage-v2/page';
import { entryHtml, feedTitle, xml } from './feed-entry.ts';

/** Formats /history.atom of the site with this title, with one entry per incident, which is updated in place and keeps its id. */
export function atomFeed({ incidents, changedAt }: PublicFeed, page: PageV2, site: string): string {
  const host = new URL(page.url).hostname; // a tag URI has no port (RFC 4151)
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">
  <id>${xml(`tag:${host},2005:/history`)}</id>
  <link rel="alternate" type="text/html" href="${xml(page.url)}"/>
  <link rel="self" type="application/atom+xml" href="${xml(page.url)}/history.atom"/>
  <title>${xml(feedTitle(site))}</title>
  <updated>${iso(changedAt)}</updated>
  <author><name>${xml(page.name)}</name></author>
${incidents.map((incident) => entry(incident, page, host)).join('\n')}
</feed>
`;
}

function entry(incident: PublicIncident, page: PageV2, host: string): string {
  return `  <entry>
    <id>${xml(`tag:${host},2005:Incident/${incident.publicId}`)}</id>
    <published>${iso(incident.publicAt)}</published>
    <updated>${iso(Math.max(incident.updatedAt, incident.publicAt))}</updated>
    <link rel="alternate" type="text/html" href="${xml(`${page.url}/incidents/${incident.publicId}`)}"/>
    <title>${xml(incident.title)}</title>
    <content type="html">${xml(entryHtml(incident))}</content>
  </entry>`;
}
