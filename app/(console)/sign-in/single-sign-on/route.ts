import { setCookies } from '#server/http/current-staff';
import { handle, redirectAnswer } from '#server/http/handle';
import { beginSingleSignOn } from '#server/identity/sign-in/single-sign-on';

export const dynamic = 'force-dynamic';

/** Redirects to the identity provider. The page links here because its policy would block a form that is redirected to another site. */
export const GET = handle('sign-in', async (ctx, request) => {
  const { to, cookies } = await beginSingleSignOn(ctx, request);
  await setCookies(cookies);
  return redirectAnswer(to);
});
