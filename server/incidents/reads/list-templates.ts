import { type ActingContext, authorize } from '#server/actor';

const TEMPLATES_MAX = 500;

/** The templates, by name. Errors: forbidden. */
export async function listTemplates(ctx: ActingContext) {
  authorize(ctx, 'incident:read');
  const select = { name: true, title: true, body: true, state: true, version: true } as const;
  return ctx.prisma.updateTemplate.findMany({ orderBy: { name: 'asc' }, take: TEMPLATES_MAX, select });
}
