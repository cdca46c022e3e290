import { handle, jsonAnswer, redirectAnswer } from '#server/http/handle';
import { unsubscribe } from '#server/subscribers/verbs/unsubscribe';

export const dynamic = 'force-dynamic';

/** Redirects to a page with a button. Opening a link changes nothing, because mail scanners open links. */
export const GET = handle<{ token: string }>('sign-in', async (_, __, { token }) =>
  redirectAnswer(`/subscriptions/${encodeURIComponent(token)}/unsubscribe`),
);

/** One-click unsubscribe (RFC 8058): needs only the address, without cookie, origin or question. */
export const POST = handle<{ token: string }>('sign-in', async (ctx, _, { token }) => {
  await unsubscribe(ctx, { token });
  return jsonAnswer({});
});
