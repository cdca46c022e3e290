import { setCookies } from '#server/http/current-staff';
import { handle, redirectAnswer } from '#server/http/handle';
import { completeSingleSignOn } from '#server/identity/sign-in/single-sign-on';

export const dynamic = 'force-dynamic';

/** Receives people whom the identity provider sends back. */
export const GET = handle('sign-in', async (ctx, request) => {
  const { to, cookies } = await completeSingleSignOn(ctx, request);
  await setCookies(cookies);
  return redirectAnswer(to);
});
