import { handle, redirectAnswer } from '#server/http/handle';
import { completeSingleSignOn } from '#server/identity/sign-in/single-sign-on';

export const dynamic = 'force-dynamic';

/** Where the identity provider sends people back to. */
export const GET = handle('sign-in', async (ctx, request) => redirectAnswer(await completeSingleSignOn(ctx, request)));
