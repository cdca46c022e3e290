import type { ActingContext } from '#server/actor';
import { ownComponents } from '#server/incidents/reads/own-components';
import { componentNames } from './component-names.ts';

/** Lists the components whose status the actor may set, in the order of the page. Errors: forbidden. */
export async function ownComponentNames(ctx: ActingContext): Promise<{ slug: string; name: string }[]> {
  return componentNames(ctx, { among: await ownComponents(ctx.prisma, ctx) });
}
