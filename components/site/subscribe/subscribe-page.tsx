import { LinkFrame } from '#components/site/subscribe/link-frame';
import { ActionForm, type Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { Field } from '#components/ui/fields';
import { Icon, type IconName } from '#components/ui/icon';
import { Tabs } from '#components/ui/tabs';
import { enSubscribe } from '#messages/en/subscribe';
import type { ChoosableComponent } from './choice-fields.tsx';
import { type SendForm, SubscribeForm } from './subscribe-form.tsx';

export const SUBSCRIBE_TABS = ['email', 'webhook', 'rss'] as const;
export type SubscribeTab = (typeof SUBSCRIBE_TABS)[number];

const TAB_ICONS = { email: 'mail', webhook: 'webhook', rss: 'rss' } as const satisfies Record<SubscribeTab, IconName>;

type Props = {
  tab: SubscribeTab;
  components: readonly ChoosableComponent[];
  incident: { id: string; title: string } | null;
  action: SendForm;
};

/** Returns the address of a tab, which keeps the incident. */
function tabAddress(tab: SubscribeTab, incident: Props['incident']): string {
  const query = new URLSearchParams({
    ...(tab === 'email' ? {} : { channel: tab }),
    ...(incident ? { incident: incident.id } : {}),
  });
  return query.size === 0 ? '/subscribe' : `/subscribe?${query}`;
}

/** Shows the page to subscribe: a tab per channel with its form, and what subscribers get beside it. */
export function SubscribePage({ tab, components, incident, action }: Props) {
  const tabs = SUBSCRIBE_TABS.map((one) => ({
    href: tabAddress(one, incident),
    text: enSubscribe.tabs[one],
    isCurrent: one === tab,
    icon: TAB_ICONS[one],
  }));
  return (
    <main id="_content" className="mx-auto max-w-[56.75rem] px-4 pt-8 sm:px-6">
      <h1 className="text-title">{enSubscribe.title}</h1>
      <p className="mt-2 text-quiet">{incident ? enSubscribe.introIncident(incident.title) : enSubscribe.intro}</p>
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18.125rem]">
        <Card>
          <div className="px-4 sm:px-6">
            <Tabs label={enSubscribe.tabs.label} items={tabs} />
          </div>
          <CardSection>
            {tab === 'rss' ? (
              <FeedLinks components={components} incident={incident} />
            ) : (
              <SubscribeForm
                action={action}
                channel={tab}
                components={incident ? [] : components}
                incident={incident?.id ?? null}
              />
            )}
          </CardSection>
        </Card>
        {tab === 'webhook' ? <WebhookSample /> : <Benefits />}
      </div>
    </main>
  );
}

const FEED_FORMATS = ['rss', 'atom', 'json'] as const;

/** Lists the feeds of all updates and of each component, or of one incident. */
function FeedLinks({ components, incident }: Pick<Props, 'components' | 'incident'>) {
  const { text, all, formats, label, note } = enSubscribe.rss;
  const feeds = incident
    ? [{ path: `/feeds/incidents/${incident.id}`, name: incident.title }]
    : [{ path: '/feeds/all', name: String(all) }].concat(
        components.map(({ slug, name }) => ({ path: `/feeds/components/${slug}`, name })),
      );
  return (
    <>
      <p>{text}</p>
      <ul className="mt-4 grid gap-2">
        {feeds.map(({ path, name }) => (
          <li key={path} className="flex flex-wrap items-baseline gap-x-4">
            <span className="min-w-0 flex-1 font-label text-ink">{name}</span>
            {FEED_FORMATS.map((format) => (
              <a
                key={format}
                href={`${path}.${format}`}
                aria-label={label(name, formats[format])}
                className="inline-block min-h-6 text-accent underline underline-offset-4"
              >
                {formats[format]}
              </a>
            ))}
          </li>
        ))}
      </ul>
      <p className="mt-4 text-small text-quiet">{note}</p>
    </>
  );
}

const BENEFITS: readonly [IconName, string][] = [
  ['bolt', enSubscribe.benefits.first],
  ['clock', enSubscribe.benefits.next],
  ['undo', enSubscribe.benefits.back],
  ['lock', enSubscribe.benefits.use],
];

function Benefits() {
  return (
    <Card>
      <CardSection className="text-small sm:p-5">
        <h2 className="text-status font-semibold">{enSubscribe.benefits.title}</h2>
        <ul className="mt-3 grid gap-3">
          {BENEFITS.map(([icon, text]) => (
            <li key={text} className="flex items-start gap-2.5">
              <Icon name={icon} className="mt-0.5 size-4 flex-none text-quiet" />
              {text}
            </li>
          ))}
        </ul>
        <ManageLink text={enSubscribe.benefits.manage} />
      </CardSection>
    </Card>
  );
}

const SAMPLE = `POST /status
webhook-id: msg_…
webhook-signature: v1,…

{ "type": "incident.updated",
  "sequence": 42,
  "data": { … } }`;

function WebhookSample() {
  const { title, signed, retried, manage } = enSubscribe.sample;
  return (
    <Card>
      <CardSection className="text-small sm:p-5">
        <h2 className="text-status font-semibold">{title}</h2>
        <pre className="mt-3 overflow-x-auto rounded-control bg-sunken p-3 text-axis leading-5">{SAMPLE}</pre>
        <p className="mt-3 text-quiet">
          {signed} {retried}
        </p>
        <ManageLink text={manage} />
      </CardSection>
    </Card>
  );
}

function ManageLink({ text }: { text: string }) {
  return (
    <p className="mt-4">
      <a href="/subscribe?manage=yes" className="inline-block min-h-6 text-accent underline underline-offset-4">
        {text}
      </a>
    </p>
  );
}

/** Shows the form that mails links to the subscriptions of an address. */
export function ManageRequestPage({ action }: { action: Send }) {
  const { title, intro, submit, back } = enSubscribe.manage;
  return (
    <LinkFrame title={title} text={intro}>
      <ActionForm action={action} submit={submit} isMain className="max-w-[28rem]">
        <Field
          id="address"
          name="address"
          label={enSubscribe.email.address}
          type="email"
          autoComplete="email"
          required
        />
      </ActionForm>
      <p className="mt-6">
        <a href="/subscribe" className="inline-block min-h-6 text-accent underline underline-offset-4">
          {back}
        </a>
      </p>
    </LinkFrame>
  );
}

/** Shows that a link was mailed. It is the same for every address. */
export function RequestSentPage() {
  const { title, text, none, link } = enSubscribe.sent;
  return (
    <LinkFrame title={title} text={text}>
      <p className="text-quiet">{none}</p>
      <p className="mt-6">
        <a href="/" className="inline-block min-h-6 text-accent underline underline-offset-4">
          {link}
        </a>
      </p>
    </LinkFrame>
  );
}
