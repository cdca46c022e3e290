import type { Brand } from '#domain/site/brand';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';

export type PageV2 = { id: string; name: string; url: string; time_zone: string };

/** The identity of the page in the Statuspage format. */
export function pageV2({ publicOrigin }: Pick<Context, 'publicOrigin'>, { name, title, timeZone }: Brand): PageV2 {
  const zone = timeZone === 'UTC' ? 'Etc/UTC' : timeZone; // the name that Statuspage uses
  return { id: 'cndrstatus01', name: name ?? title, url: publicOrigin, time_zone: zone };
}

/** Adds the time of the last change, not of the answer: unchanged data gives the same bytes, so that its ETag answers 304. */
export function pageAt({ id, name, url, time_zone }: PageV2, changedAt: Instant) {
  return { id, name, url, time_zone, updated_at: iso(changedAt) };
}

export function iso(t: Instant): string {
  return new Date(t).toISOString();
}
