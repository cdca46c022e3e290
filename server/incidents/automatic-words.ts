import type { Instant } from '#domain/interval';
import { fullMomentWords } from '#domain/utc-words';
import { enIncidents } from '../../messages/en-incidents.ts';

const TEXT = enIncidents.automatic;
const NAMES = new Intl.ListFormat('en-GB');

/** How many characters a title may have. */
const TITLE_LENGTH_MAX = 200;

export function titleWords(names: readonly string[]): string {
  return TEXT.title(NAMES.format(names)).slice(0, TITLE_LENGTH_MAX);
}

function partWords(name: string, level: 2 | 3): string {
  return level === 3 ? TEXT.part.major(name) : TEXT.part.partial(name);
}

/** What is said of an outage that begins, joins, comes back, was never over, goes up and down or, after that, stays. */
export function outageWords(news: 'opened' | 'joined' | 'back' | 'resumed' | 'flapping' | 'sustained', name: string, level: 2 | 3, since: Instant): string {
  return TEXT[news](partWords(name, level), fullMomentWords(since));
}

export function raisedWords(name: string): string {
  return TEXT.raised(partWords(name, 3));
}

/** What is said when everything that failed works again. */
export function recoveryWords(news: 'monitoring' | 'calm' | 'resolved', names: readonly string[], since: Instant): string {
  return TEXT[news](NAMES.format(names), names.length > 1, fullMomentWords(since));
}

export function erasedWords(name: string, from: Instant, to: Instant | null): string {
  return TEXT.erasedNote(name, TEXT.span(fullMomentWords(from), to === null ? null : fullMomentWords(to)));
}
