import type { IncidentState } from '#domain/incident/incident';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

type MailUpdate = {
  title: string;
  state: IncidentState;
  text: string;
  whatYouCanDo: string | null;
  nextUpdateBy: Instant | null;
  url: string;
  site: string;
};

/** Formats an update as a mail of the site with the title `site`. All mails of an incident have the same subject, so that mail programs group them. */
export function incidentMail({ title, state, text, whatYouCanDo, nextUpdateBy, url, site }: MailUpdate): {
  subject: string;
  text: string;
} {
  const next = nextUpdateBy === null ? [] : [`${enIncidents.page.next} ${formatFullMoment(nextUpdateBy)}.`];
  const todo = whatYouCanDo === null ? [] : [`${enIncidents.whatYouCanDo} ${whatYouCanDo}`];
  return {
    subject: `[${site}] ${title}`,
    text: [enIncidents.state[state], text, ...todo, ...next, url].join('\n\n'),
  };
}
