import { outcomeOf, type PublicIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { xml } from '#server/site/formats/feed-entry';
import type { PageV2 } from '#server/site/formats/statuspage-v2/page';

/** Entries of one feed. */
const ENTRIES_MAX = 100;

/** An update as an entry of a feed. `changedAt`: when it was published, edited or retracted last. */
export type UpdateEntry = {
  id: string;
  url: string;
  title: string;
  html: string;
  text: string;
  publishedAt: Instant;
  changedAt: Instant;
  components: string[];
};

/** A feed with one entry per update, newest first. `path`: its address without the extension. `page`: the page that it belongs to. */
export type UpdateFeed = {
  title: string;
  author: string;
  url: string;
  page: string;
  changedAt: Instant;
  entries: UpdateEntry[];
};

type Source = {
  title: string;
  path: string;
  pagePath: string;
  incidents: readonly PublicIncident[];
  changedAt: Instant;
};

/** Returns the feed of the updates of these incidents. `changedAt`: its time if there are none. */
export function updateFeed({ title, path, pagePath, incidents, changedAt }: Source, page: PageV2): UpdateFeed {
  const entries = incidents
    .flatMap((incident) => entriesOf(incident, page))
    .sort((a, b) => b.publishedAt - a.publishedAt)
    .slice(0, ENTRIES_MAX);
  return {
    title,
    author: page.name,
    url: `${page.url}${path}`,
    page: `${page.url}${pagePath}`,
    changedAt: entries.reduce((latest, entry) => Math.max(latest, entry.changedAt), entries.length > 0 ? 0 : changedAt),
    entries,
  };
}

/** Returns the updates of an incident as entries. The last one of a withdrawn or merged incident is titled by that. */
function entriesOf(incident: PublicIncident, page: PageV2): UpdateEntry[] {
  const { publicId, title, publicAt, components, updates } = incident;
  const host = new URL(page.url).hostname; // a tag URI has no port (RFC 4151)
  const outcome = outcomeOf(incident);
  return updates.map((update, i) => {
    const heading = i === 0 && outcome ? enIncidents.outcome[outcome] : enIncidents.state[update.state];
    const publishedAt = Math.max(update.publishedAt, publicAt); // it may have been held
    return {
      id: `tag:${host},2005:Update/${update.publicId}`,
      url: `${page.url}/incidents/${publicId}#${update.publicId}`,
      title: enIncidents.feed.entry(heading, title),
      ...contentOf(update),
      publishedAt,
      changedAt: Math.max(publishedAt, update.editedAt ?? 0, update.retractedAt ?? 0),
      components: components.map(({ name }) => name),
    };
  });
}

/** Returns the text of an update with what readers can do. The HTML was sanitised when it was saved. */
function contentOf({
  html,
  text,
  whatYouCanDo,
  retractedAt,
  retractedReason,
}: PublicIncident['updates'][number]): Pick<UpdateEntry, 'html' | 'text'> {
  if (retractedAt !== null) {
    const retracted = enIncidents.retracted(retractedReason ?? '');
    return { html: `<p>${xml(retracted)}</p>`, text: retracted };
  }
  if (whatYouCanDo === null) return { html, text };
  const label = enIncidents.whatYouCanDo;
  return {
    html: `${html}<p><strong>${xml(label)}</strong> ${xml(whatYouCanDo)}</p>`,
    text: `${text}\n\n${label} ${whatYouCanDo}`,
  };
}
