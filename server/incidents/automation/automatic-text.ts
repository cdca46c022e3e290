import { type AutomaticNews, isRecovery, type RecoveryNews, reportedNews } from '#domain/automation/automatic-news';
import { escapeMarkdown } from '#domain/incident/escape-markdown';
import { cutTitle } from '#domain/incident/title';
import { clockUtc, dayUtc, formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidents.automatic;
const NAMES = new Intl.ListFormat('en-GB');

export function automaticTitle(names: readonly string[]): string {
  return cutTitle(TEXT.title(NAMES.format(names)));
}

/** An outage of an incident that goes on. */
type ShownOutage = { name: string; level: 2 | 3; since: Instant };
type Situation = { namesOf: (componentIds: readonly number[]) => string[]; outages: readonly ShownOutage[] };

/** Puts what monitoring reported into words, with the outages as they are now. Returns markdown in which names are plain text. */
export function automaticText(news: readonly AutomaticNews[], { namesOf, outages }: Situation): string {
  const told = reportedNews(news);
  const [first] = told;
  const names = (one: AutomaticNews) => namesOf(one.componentIds).map(escapeMarkdown);
  if (first && isRecovery(first)) return recoveryWords(first.kind, names(first), first.since);
  const leads = told.flatMap((one) =>
    isRecovery(one) || one.kind === 'opened'
      ? []
      : [TEXT.lead[one.kind](NAMES.format(names(one)), names(one).length > 1)],
  );
  const last = told.some(({ kind }) => kind === 'flapping')
    ? [TEXT.quiet]
    : first?.kind === 'opened'
      ? [TEXT.more]
      : [];
  return [...leads, outagesWords(outages), ...last].join(' ');
}

/** "Our monitoring shows a major outage of Serving since 13:20 UTC and a partial outage of Analytics since 13:21 UTC on 30 March 2022." */
function outagesWords(outages: readonly ShownOutage[]): string {
  const isOneDay = new Set(outages.map(({ since }) => dayUtc(since))).size === 1;
  const words = outages.map(({ name, level, since }, i) => {
    const isDayTold = !isOneDay || i === outages.length - 1;
    return TEXT.since(
      TEXT.outage[level === 3 ? 'major' : 'partial'](escapeMarkdown(name)),
      isDayTold ? formatFullMoment(since) : `${clockUtc(since)} UTC`,
    );
  });
  return TEXT.shows(NAMES.format(words));
}

function recoveryWords(kind: RecoveryNews, names: readonly string[], since: Instant): string {
  return TEXT[kind](NAMES.format(names), names.length > 1, formatFullMoment(since));
}

export function removedText(name: string, from: Instant, to: Instant | null): string {
  return TEXT.removedNote(
    escapeMarkdown(name),
    TEXT.span(formatFullMoment(from), to === null ? null : formatFullMoment(to)),
  );
}
