import { handle, redirectAnswer } from '#server/http/handle';
import { beginSingleSignOn } from '#server/identity/sign-in/single-sign-on';

export const dynamic = 'force-dynamic';

/** The way to the identity provider. A link and no form: a policy that lets forms stay here would stop them on the way. */
export const GET = handle('sign-in', async (ctx, request) => redirectAnswer(await beginSingleSignOn(ctx, request)));
