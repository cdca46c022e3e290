import type { Audience } from '#domain/incident/incident';
import type { ActingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import { renderText } from '#server/markdown/render-text';
import { fillPlaceholders, isForReaders, refusePlaceholders } from './fill-placeholders.ts';

type Edit = { incident: string; update: string; body: string };

/** Prepares a new text of an update before the transaction that stores it. Errors: invalid_input, overloaded. */
export async function prepareEdit(
  ctx: ActingContext,
  { incident, update, body: written }: Edit,
): Promise<{ body: string; rendered: Rendered }> {
  const found = await ctx.prisma.incidentUpdate.findUnique({
    where: { publicId: update },
    select: { audience: true, nextUpdateBy: true },
  });
  const audience = (found?.audience ?? ['public']) as Audience[]; // the table's CHECK lists the audiences
  const next = { nextUpdateBy: found?.nextUpdateBy?.getTime() ?? null, isOpen: false };
  const { body } = await fillPlaceholders(ctx, incident, { body: written, audience }, next);
  const rendered = await renderText(ctx, body);
  if (isForReaders({ audience })) refusePlaceholders('body', rendered.text);
  return { body, rendered };
}
