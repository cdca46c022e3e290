import { excerptOf } from '#domain/incident/excerpt';
import type { IncidentState } from '#domain/incident/incident';
import { downtimeMs, type PublicIncident, type PublicUpdate } from '#domain/incident/public-incident';
import { stateSince } from '#domain/incident/state-since';
import { headlineSentence, joinedNames } from '#domain/site/headline-sentence';
import { type IncidentHeadline, incidentHeadline } from '#domain/site/incident-headline';
import type { SystemSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { enHome } from '#messages/en/home';
import { enIncidents } from '#messages/en/incidents';
import { enMail } from '#messages/en/mail';
import type { MailTone } from '#server/mail/mail-style';

const TEXT = enMail.event;
/** Further updates are on the page of the incident. */
const EARLIER_MAX = 8;

/** The text of an update: as HTML that was sanitised when it was saved, and as plain text. */
type MailText = { html: string; text: string };

/**
 * The part of an event's mail that is the same for all recipients. It is stored with the event, so that each try has the same content. `sentence` is the head,
 * `line` is below it. `correction`: the time of an earlier update that was edited, or retracted with a reason. `number`: of the update
 * within the incident; null if the mail is about an earlier one.
 */
export type MailContent = {
  /** When it was made. Times of the same day have no date. */
  at: Instant;
  incident: { publicId: string; title: string };
  tone: MailTone;
  sentence: string;
  line: { kind: 'since' | 'closed' | 'withdrawn'; at: Instant | null; state: IncidentState; downMs: number | null };
  correction: { of: Instant; retracted: string | null } | null;
  update: MailText | null;
  whatYouCanDo: string | null;
  nextUpdateBy: Instant | null;
  earlier: { at: Instant; text: string }[];
  omitted: number;
  number: number | null;
};

type Shown = { incident: PublicIncident; summary: SystemSummary };

/** What a mail is about: an update by its public id, or the latest one. `isCorrection`: the update was edited or retracted. */
type About = { update: string | null; isCorrection: boolean };

/**
 * Returns what a mail about an incident says, from the incident as readers see it now. If later updates wait to be sent, their own mails contain them. If the
 * update was retracted before it was sent, the mail is about the latest one.
 */
export function mailContent({ incident, summary }: Shown, about: About): MailContent {
  const { publicId, title, whatYouCanDo, nextUpdateBy } = incident;
  const named = incident.updates.find((one) => one.publicId === about.update) ?? null;
  const corrected = about.isCorrection ? named : null;
  const current =
    named?.retractedAt === null ? named : incident.updates.find(({ retractedAt }) => retractedAt === null);
  const update = corrected ?? current ?? null;
  const place = update === null ? -1 : incident.updates.indexOf(update); // they are listed from the newest
  const others = incident.updates.filter((_, i) => (corrected ? i !== place : i > place));
  return {
    at: summary.generatedAt,
    incident: { publicId, title },
    ...headOf(incident, summary),
    correction: corrected && { of: corrected.occurredAt, retracted: corrected.retractedReason },
    update: update?.retractedAt === null ? { html: update.html, text: update.text } : null,
    whatYouCanDo,
    nextUpdateBy,
    earlier: others.slice(0, EARLIER_MAX).map((one) => ({ at: one.occurredAt, text: earlierText(incident, one) })),
    omitted: Math.max(0, others.length - EARLIER_MAX),
    number: corrected ? null : incident.updates.length - Math.max(place, 0),
  };
}

/** Formats an earlier update in one line, like "Identified. A network failure ended the databases." */
function earlierText({ updates }: PublicIncident, update: PublicUpdate): string {
  const { state, text, isAutomatic, retractedAt, retractedReason } = update;
  if (retractedAt !== null) return enIncidents.retracted(retractedReason ?? '');
  if (isAutomatic && state === 'detected') return TEXT.detected;
  const isRepeated = updates[updates.indexOf(update) + 1]?.state === state;
  return isRepeated ? excerptOf(text) : `${enIncidents.state[state]}. ${excerptOf(text)}`;
}

type Head = Pick<MailContent, 'tone' | 'sentence' | 'line'>;

function headOf(incident: PublicIncident, summary: SystemSummary): Head {
  const headline = incidentHeadline(incident, summary);
  return {
    tone: toneOf(incident, headline),
    sentence: sentenceOf(incident, headline),
    line: lineOf(incident, headline),
  };
}

const TONES = {
  major_outage: 'major',
  partial_outage: 'partial',
  degraded_performance: 'degraded',
  recovering: 'recovering',
} as const;

function toneOf({ withdrawnAt }: PublicIncident, headline: IncidentHeadline): MailTone {
  if (headline.kind === 'failing') return TONES[headline.fact.kind as keyof typeof TONES]; // the only kinds of a failure
  if (headline.kind === 'open') return 'incident';
  return headline.kind === 'recovered' && withdrawnAt === null ? 'operational' : 'neutral';
}

function sentenceOf({ title, withdrawnAt }: PublicIncident, headline: IncidentHeadline): string {
  if (headline.kind === 'failing') return headlineSentence(headline.fact, headline.fact.names.length, enHome.headline);
  if (headline.kind === 'recovered' && withdrawnAt === null)
    return TEXT.recovered(joinedNames(headline.names, enHome.headline), headline.names.length > 1);
  return title;
}

/** The line below the sentence. While the incident is open, it names when the failure began and the state of the incident. */
function lineOf(incident: PublicIncident, headline: IncidentHeadline): Head['line'] {
  const { state, withdrawnAt, resolvedAt } = incident;
  if (withdrawnAt !== null) return { kind: 'withdrawn', at: withdrawnAt, state, downMs: null };
  if (headline.kind === 'failing' || headline.kind === 'open') {
    const at = (headline.kind === 'failing' ? headline.fact.since : null) ?? stateSince(incident);
    return { kind: 'since', at, state, downMs: null };
  }
  return { kind: 'closed', at: resolvedAt, state, downMs: resolvedAt && downtimeMs(incident, resolvedAt) };
}
