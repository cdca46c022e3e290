import type { Instant } from '#domain/interval';
import type { Context } from '../context.ts';

export type PageV2 = { id: string; name: string; url: string; time_zone: 'Etc/UTC' };

/** Who the page is, in Statuspage's terms. */
export function pageV2(ctx: Pick<Context, 'publicOrigin'>): PageV2 {
  return { id: 'cndrstatus01', name: 'Candor', url: ctx.publicOrigin, time_zone: 'Etc/UTC' };
}

/** The page as an answer made at an instant shows it. */
export function pageAt({ id, name, url, time_zone }: PageV2, at: Instant) {
  return { id, name, url, time_zone, updated_at: iso(at) };
}

export function iso(t: Instant): string {
  return new Date(t).toISOString();
}
