import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';

export type PageV2 = { id: string; name: string; url: string; time_zone: 'Etc/UTC' };

/** The identity of the page in the Statuspage format. */
export function pageV2(ctx: Pick<Context, 'publicOrigin'>): PageV2 {
  return { id: 'cndrstatus01', name: 'Candor', url: ctx.publicOrigin, time_zone: 'Etc/UTC' };
}

/** Adds the time of the last change, not of the answer: unchanged data gives the same bytes, so that its ETag answers 304. */
export function pageAt({ id, name, url, time_zone }: PageV2, changedAt: Instant) {
  return { id, name, url, time_zone, updated_at: iso(changedAt) };
}

export function iso(t: Instant): string {
  return new Date(t).toISOString();
}
