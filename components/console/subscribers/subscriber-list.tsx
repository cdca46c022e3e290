import { ActionForm, type Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import { UtcTime } from '#components/ui/utc-time';
import { clockUtc, dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import type { ListedSubscriber } from '#server/subscribers/reads/list-subscribers';

const TEXT = consoleSubscribersEn;
type Actions = { test: Send; remove: Send; erase: Send };
type Props = {
  subscribers: readonly ListedSubscriber[];
  names: ReadonlyMap<string, string>;
  now: Instant;
  isFiltered: boolean;
  actions: Actions;
};

/** Shows subscribers with their state and the reason for it. Actions are folded away. */
export function SubscriberList({ subscribers, names, now, isFiltered, actions }: Props) {
  if (subscribers.length === 0) return <p className="mt-6">{isFiltered ? TEXT.table.noneFound : TEXT.table.none}</p>;
  const columns = [
    { label: TEXT.table.subscriber, isLead: true },
    { label: TEXT.table.channel },
    { label: TEXT.table.components },
    { label: TEXT.table.state },
    { label: TEXT.table.last, isEnd: true },
    { label: TEXT.table.actions, isWide: true },
  ];
  const rows = subscribers.map((one) => ({
    key: one.id,
    cells: [
      <Address key="address" subscriber={one} />,
      TEXT.channels[one.channel],
      componentsOf(one, names),
      <State key="state" subscriber={one} />,
      <LastDelivery key="last" at={one.lastDeliveryAt} now={now} />,
      <RowActions key="actions" subscriber={one} actions={actions} />,
    ],
  }));
  return (
    <Card className="mt-5">
      <CardSection>
        <DataTable caption={TEXT.table.caption} columns={columns} rows={rows} onPhone="blocks" />
      </CardSection>
    </Card>
  );
}

type One = { subscriber: ListedSubscriber };

function Address({ subscriber }: One) {
  const reason = reasonOf(subscriber);
  return (
    <>
      <span className="break-all">{subscriber.address.replace(/^https:\/\//, '')}</span>
      {reason && <span className="block text-micro font-normal text-quiet">{reason}</span>}
    </>
  );
}

function componentsOf({ components, incident }: ListedSubscriber, names: ReadonlyMap<string, string>): string {
  if (incident !== null) return TEXT.table.incident;
  return components.length === 0 ? TEXT.table.all : components.map((slug) => names.get(slug) ?? slug).join(', ');
}

/** Returns the state that the list shows: one whose endpoint fails is not active, because nothing reaches it now. */
function shownState({ state, failingSince }: ListedSubscriber): keyof typeof TEXT.states {
  if (state === 'active' && failingSince !== null) return 'failing';
  return state === 'quarantined' || state === 'disabled' ? 'failing' : state;
}

const LINES = {
  active: ['check', 'text-ok-solid'],
  suppressed: ['close', 'text-quiet'],
  unconfirmed: ['clock', 'text-quiet'],
  ended: ['close', 'text-quiet'],
} as const;

/** Shows the state. Only a failing endpoint has a filled icon, because it needs an action. */
function State({ subscriber }: One) {
  const state = shownState(subscriber);
  const [name, look] = state === 'failing' ? [null, ''] : LINES[state];
  return (
    <span className={`inline-flex items-center gap-1.5 ${state === 'failing' ? 'font-semibold text-deg-ink' : ''}`}>
      {name === null ? (
        <StatusIcon tone="degraded_performance" size={16} />
      ) : (
        <Icon name={name} className={`size-4 flex-none ${look}`} />
      )}
      {TEXT.states[state]}
    </span>
  );
}

function reasonOf({ state, stateAt, failingSince }: ListedSubscriber): string | null {
  const day = dayUtc(Date.parse(state === 'ended' ? stateAt : (failingSince ?? stateAt)));
  if (state === 'active') return failingSince === null ? null : TEXT.reason.failing(day);
  return TEXT.reason[state](day);
}

function LastDelivery({ at, now }: { at: string | null; now: Instant }) {
  if (at === null) return TEXT.table.never;
  const sentAt = Date.parse(at);
  const day = dayUtc(sentAt);
  return <UtcTime at={sentAt} text={day === dayUtc(now) ? clockUtc(sentAt) : day} />;
}

function RowActions({ subscriber: { id, channel, address, state }, actions }: One & { actions: Actions }) {
  const hidden = <input type="hidden" name="id" value={id} />;
  return (
    <Disclosure summary={<span className="sr-only">{TEXT.more(address)}</span>}>
      <div className="flex flex-wrap gap-2 py-2">
        {channel === 'webhook' && state !== 'ended' && (
          <ActionForm action={actions.test} submit={TEXT.test} label={`${TEXT.test}: ${address}`} isSmall>
            {hidden}
          </ActionForm>
        )}
        {state !== 'ended' && (
          <ActionForm action={actions.remove} submit={TEXT.remove} label={`${TEXT.remove}: ${address}`} isSmall>
            {hidden}
          </ActionForm>
        )}
        <ActionForm action={actions.erase} submit={TEXT.erase} label={`${TEXT.erase}: ${address}`} isSmall>
          {hidden}
        </ActionForm>
      </div>
      <p className="text-micro text-quiet">{TEXT.eraseHint}</p>
    </Disclosure>
  );
}
