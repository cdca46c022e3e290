import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';

export type PageV2 = { id: string; name: string; url: string; time_zone: 'Etc/UTC' };

/** Who the page is, in Statuspage's terms. */
export function pageV2(ctx: Pick<Context, 'publicOrigin'>): PageV2 {
  return { id: 'cndrstatus01', name: 'Candor', url: ctx.publicOrigin, time_zone: 'Etc/UTC' };
}

/** The page with the time of its last change. It is not that of the answer: what has no news is the same bytes, and its ETag answers 304. */
export function pageAt({ id, name, url, time_zone }: PageV2, changedAt: Instant) {
  return { id, name, url, time_zone, updated_at: iso(changedAt) };
}

export function iso(t: Instant): string {
  return new Date(t).toISOString();
}
