import { joinedNames } from '#domain/site/headline-sentence';
import { type ZonedFormat, zonedMoment } from '#domain/time/zoned-format';
import { enHome } from '#messages/en/home';
import { enIncidents } from '#messages/en/incidents';
import { enMail } from '#messages/en/mail';
import { formatDuration } from '#server/incidents/update/placeholder-values';
import type { MailContent } from './mail-content.ts';

const TEXT = enMail.event;

/** What a subscription is about: everything, components by their names, or one incident. */
export type MailSubject = { kind: 'all' } | { kind: 'components'; names: readonly string[] } | { kind: 'incident' };

/** Formats the line below the sentence of an incident: its state, and since when. */
export function lineText({ kind, at, state, downMs }: MailContent['line'], times: ZonedFormat): string {
  if (kind === 'withdrawn') return enIncidents.withdrawn;
  if (at === null) return enIncidents.state[state];
  const moment = zonedMoment(times, at);
  if (kind === 'since') return `${TEXT.since(moment)} · ${enIncidents.state[state]}`;
  const closed = TEXT.closed(enIncidents.state[state], moment);
  return downMs ? `${closed} · ${TEXT.down(formatDuration(downMs))}` : closed;
}

/** Formats what a subscription is about. */
export function subjectText(subject: MailSubject): string {
  if (subject.kind === 'incident') return TEXT.subject.incident;
  return subject.kind === 'all' ? TEXT.subject.all : joinedNames(subject.names, enHome.headline);
}
