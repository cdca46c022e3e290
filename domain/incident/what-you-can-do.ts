import type { Instant } from '#domain/time/interval';
import { type Audience, type IncidentState, isOpenState } from './incident.ts';

/** Maximum length of "What you can do" in characters. */
export const WHAT_YOU_CAN_DO_LENGTH_MAX = 500;

type Given = { state: IncidentState; audience: readonly Audience[]; whatYouCanDo?: string | null | undefined };

/**
 * Returns the "What you can do" of an update: its own or, if that is left out, the current one of the incident. Null or empty text clears it. An update that
 * leaves the incident closed does not carry the current one on, because it is about a failure that has ended. An internal update has none.
 */
export function whatYouCanDoAfter(current: string | null, { state, audience, whatYouCanDo }: Given): string | null {
  if (!audience.includes('public')) return null;
  if (whatYouCanDo !== undefined) return whatYouCanDo || null;
  return isOpenState(state) ? current : null;
}

type Update = { publishedAt: Instant; retractedAt: Instant | null; whatYouCanDo: string | null };

/** Returns the current "What you can do" of an incident: that of the update that was published last and is not retracted. `updates` are newest first. */
export function currentWhatYouCanDo(updates: readonly Update[]): string | null {
  const [newest] = publishedLast(updates);
  return newest?.whatYouCanDo ?? null;
}

/** Returns what an update shows in a list of all updates, newest first: its "What you can do" if the update before it has another one. */
export function changedWhatYouCanDo(updates: readonly Update[], update: Update): string | null {
  const published = publishedLast(updates);
  const before = published[published.indexOf(update) + 1];
  return before?.whatYouCanDo === update.whatYouCanDo ? null : update.whatYouCanDo;
}

function publishedLast(updates: readonly Update[]): Update[] {
  return updates.filter(({ retractedAt }) => retractedAt === null).sort((a, b) => b.publishedAt - a.publishedAt);
}
