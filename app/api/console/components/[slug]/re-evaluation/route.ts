import { reEvaluatedFrom } from '#server/catalog/reads/described-components';
import { handle, jsonAnswer } from '#server/http/handle';

/** How far new rules of a component are evaluated by; what its page in the console asks for while that goes on. */
export const GET = handle<{ slug: string }>('catalog:write', async (ctx, _, { slug }) =>
  jsonAnswer({ from: await reEvaluatedFrom(ctx, slug) }),
);
