import { handle, jsonAnswer, redirectAnswer } from '#server/http/handle';
import { unsubscribe } from '#server/subscribers/verbs/unsubscribe';

export const dynamic = 'force-dynamic';

/** Leads to a page with a button. Programs that check mail open links, so that opening one changes nothing. */
export const GET = handle<{ token: string }>('sign-in', async (_, __, { token }) =>
  redirectAnswer(`/subscriptions/${encodeURIComponent(token)}/unsubscribe`),
);

/** One-click unsubscribe (RFC 8058): the address alone is enough, without cookie, origin or question. */
export const POST = handle<{ token: string }>('sign-in', async (ctx, _, { token }) => {
  await unsubscribe(ctx, { token });
  return jsonAnswer({});
});
