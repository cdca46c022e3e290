import type { Metadata } from 'next';
import { ManagePage } from '#components/site/subscribe/manage-page';
import { enSubscribe } from '#messages/en/subscribe';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { openLink } from '#server/subscribers/open-link';
import { subscribeOptions } from '#server/subscribers/reads/subscribe-options';
import { change, leave, rotate, test } from './actions.ts';

export const metadata: Metadata = { title: enSubscribe.page.title, robots: 'noindex', referrer: 'same-origin' };

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default page('public', async ({ params, searchParams }: Props) => {
  const { token } = await params;
  const { after } = await searchParams;
  const opened = await openLink(context(), token, 'manage');
  if (opened.kind !== 'open') return absent(enSubscribe.absent);
  const { components } = await subscribeOptions(context(), undefined);
  const actions = { change, test, rotate, leave };
  return (
    <ManagePage
      token={token}
      subscriber={opened.subscriber}
      components={components}
      after={typeof after === 'string' ? after : undefined}
      actions={actions}
    />
  );
});
