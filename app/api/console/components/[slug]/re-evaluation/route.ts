import { reEvaluatedFrom } from '#server/catalog/reads/described-components';
import { handle, jsonAnswer } from '#server/http/handle';

/** Returns the progress of a re-evaluation, which the console page of the component polls. */
export const GET = handle<{ slug: string }>('catalog:write', async (ctx, _, { slug }) =>
  jsonAnswer({ from: await reEvaluatedFrom(ctx, slug) }),
);
