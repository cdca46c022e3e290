import { SubscriberCountCard } from '#components/console/subscribers/subscriber-counts';
import { SubscriberFilterForm } from '#components/console/subscribers/subscriber-filter';
import { SubscriberList } from '#components/console/subscribers/subscriber-list';
import { ButtonLink } from '#components/ui/button';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import { page, titleOf } from '#server/http/page';
import { listSubscribers, type SubscriberPage } from '#server/subscribers/reads/list-subscribers';
import { subscribersByComponent } from '#server/subscribers/reads/subscribers-by-component';
import { sendingNotice } from '../delivery/sending-notice.tsx';
import { erase, remove, test } from './actions.ts';

const TEXT = consoleSubscribersEn;
const PER_PAGE = 50;

export const generateMetadata = titleOf('subscriber:read', TEXT.title);

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Returns the sentence on how many subscribers an update reaches now. */
function reachOf({ channels, states }: SubscriberPage['counts']): string {
  return [
    TEXT.reach(states.active, channels.email + channels.webhook),
    ...(states.failing > 0 ? [TEXT.failing(states.failing)] : []),
    ...(states.suppressed > 0 ? [TEXT.suppressed(states.suppressed)] : []),
  ].join(' ');
}

export default page('subscriber:read', async (ctx, { searchParams }: Props) => {
  const asked = await searchParams;
  const given = (name: string) => (typeof asked[name] === 'string' ? asked[name] : '');
  const filter = { q: given('q'), channel: given('channel'), state: given('state'), component: given('component') };
  const limits = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  const current = Number(given('page')) || 1;
  const found = await listSubscribers(ctx, { ...limits, page: current, perPage: PER_PAGE });
  const components = await subscribersByComponent(ctx);
  const first = (found.page - 1) * PER_PAGE;
  const pageAddress = (number: number) =>
    `/console/subscribers?${new URLSearchParams({ ...limits, page: String(number) })}`;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-title">{TEXT.title}</h1>
        <div className="flex flex-wrap gap-2">
          <ButtonLink href={`/api/v1/subscribers?${new URLSearchParams({ ...limits, format: 'csv' })}`} download>
            {TEXT.export}
          </ButtonLink>
          <ButtonLink href="/console/subscribers/import">{TEXT.import}</ButtonLink>
          <ButtonLink href="/console/subscribers/new" variant="primary">
            {TEXT.add}
          </ButtonLink>
        </div>
      </div>
      <p className="mt-1 text-quiet">{reachOf(found.counts)}</p>
      {await sendingNotice(ctx)}
      <SubscriberCountCard counts={found.counts} />
      <SubscriberFilterForm filter={filter} components={components} />
      <SubscriberList
        subscribers={found.subscribers}
        names={new Map(components.map(({ slug, name }) => [slug, name]))}
        now={ctx.clock.now()}
        isFiltered={Object.keys(limits).length > 0}
        actions={{ test, remove, erase }}
      />
      <div className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-2 text-small">
        {found.subscribers.length > 0 && (
          <p className="text-quiet">
            {TEXT.table.range(first + 1, first + found.subscribers.length, found.counts.found)}
          </p>
        )}
        {found.page > 1 && <PageLink href={pageAddress(found.page - 1)} text={TEXT.table.previous} />}
        {found.hasMore && <PageLink href={pageAddress(found.page + 1)} text={TEXT.table.next} />}
        <PageLink href="/console/subscribers/suppressed" text={TEXT.suppressions} />
      </div>
    </>
  );
});

function PageLink({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} className="inline-block min-h-6 text-accent underline underline-offset-4">
      {text}
    </a>
  );
}
