import type { Metadata } from 'next';
import { UnsubscribedPage, UnsubscribePage } from '#components/site/subscribe/confirm-page';
import { enSubscribe } from '#messages/en/subscribe';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { openLink } from '#server/subscribers/open-link';
import { leave } from '../actions.ts';

export const metadata: Metadata = { title: enSubscribe.unsubscribe.title, robots: 'noindex', referrer: 'same-origin' };

type Props = { params: Promise<{ token: string }> };

export default page('public', async ({ params }: Props) => {
  const { token } = await params;
  const opened = await openLink(context(), token, 'unsubscribe');
  if (opened.kind !== 'open') return absent(enSubscribe.absent);
  const { channel, address, state, hasOther } = opened.subscriber;
  if (state === 'ended' || address === null) return <UnsubscribedPage {...{ channel, address, hasOther }} />;
  return <UnsubscribePage {...{ token, channel, address }} action={leave} />;
});
