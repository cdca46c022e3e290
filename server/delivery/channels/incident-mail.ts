import type { IncidentState } from '#domain/incident/incident';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';

type PublishedText = { title: string; state: IncidentState; text: string; nextUpdateBy: Instant | null; url: string };

/** An update as it is told by mail: the subject stays the same for an incident, so that its mails stand together. */
export function incidentMail({ title, state, text, nextUpdateBy, url }: PublishedText): {
  subject: string;
  text: string;
} {
  const promise = nextUpdateBy === null ? [] : [`${enIncidents.page.next} ${formatFullMoment(nextUpdateBy)}.`];
  return { subject: `[${en.title}] ${title}`, text: [enIncidents.state[state], text, ...promise, url].join('\n\n') };
}
