import type { Metadata } from 'next';
import {
  ManageRequestPage,
  RequestSentPage,
  SUBSCRIBE_TABS,
  SubscribePage,
  type SubscribeTab,
} from '#components/site/subscribe/subscribe-page';
import { en } from '#messages/en/site';
import { enSubscribe } from '#messages/en/subscribe';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { subscribeOptions } from '#server/subscribers/reads/subscribe-options';
import { askForLinks, subscribe } from './actions.ts';

export const metadata: Metadata = { title: enSubscribe.title };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

function isTab(value: unknown): value is SubscribeTab {
  return SUBSCRIBE_TABS.some((tab) => tab === value);
}

export default page('public', async ({ searchParams }: Props) => {
  const { channel = 'email', incident, after, manage } = await searchParams;
  if (after === 'sent') return <RequestSentPage />;
  if (manage !== undefined) return <ManageRequestPage action={askForLinks} />;
  const options = await subscribeOptions(context(), incident === undefined ? undefined : String(incident));
  if (!isTab(channel) || (incident !== undefined && options.incident === null)) return absent(en.absent.incident);
  return <SubscribePage tab={channel} {...options} action={subscribe} />;
});
