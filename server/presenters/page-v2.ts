import type { Context } from '../context.ts';

/** Who the page is, in Statuspage's terms. */
export function pageV2(ctx: Pick<Context, 'publicOrigin'>) {
  return { id: 'cndrstatus01', name: 'Candor', url: ctx.publicOrigin, time_zone: 'Etc/UTC' } as const;
}
