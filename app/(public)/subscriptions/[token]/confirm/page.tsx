import type { Metadata } from 'next';
import { ConfirmPage, ExpiredPage } from '#components/site/subscribe/confirm-page';
import { enSubscribe } from '#messages/en/subscribe';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { openLink } from '#server/subscribers/open-link';
import { confirm, renew } from '../actions.ts';

export const metadata: Metadata = { title: enSubscribe.confirm.title, robots: 'noindex', referrer: 'same-origin' };

type Props = { params: Promise<{ token: string }> };

export default page('public', async ({ params }: Props) => {
  const { token } = await params;
  const opened = await openLink(context(), token, 'confirm');
  if (opened.kind === 'absent') return absent(enSubscribe.absent);
  const { channel, address } = opened.subscriber;
  const shown = { token, channel, address: address ?? '' };
  return opened.kind === 'expired' ? (
    <ExpiredPage {...shown} action={renew} />
  ) : (
    <ConfirmPage {...shown} action={confirm} />
  );
});
