import type { IncidentState } from '#domain/incident/incident';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

type MailUpdate = {
  title: string;
  state: IncidentState;
  text: string;
  nextUpdateBy: Instant | null;
  url: string;
  site: string;
};

/** Formats an update as a mail of the site with the title `site`. All mails of an incident have the same subject, so that mail programs group them. */
export function incidentMail({ title, state, text, nextUpdateBy, url, site }: MailUpdate): {
  subject: string;
  text: string;
} {
  const next = nextUpdateBy === null ? [] : [`${enIncidents.page.next} ${formatFullMoment(nextUpdateBy)}.`];
  return { subject: `[${site}] ${title}`, text: [enIncidents.state[state], text, ...next, url].join('\n\n') };
}
