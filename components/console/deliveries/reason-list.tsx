import { ActionForm, type Send } from '#components/ui/action-form';
import { ButtonLink } from '#components/ui/button';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { DeliveryReason } from '#server/delivery/reads/delivery-report';
import { formatReason } from './format-delivery.ts';
import { StateMark } from './state-mark.tsx';

const TEXT = consoleDeliveriesEn;

type Props = {
  event: string;
  /** The incident to which the page is limited, or null. */
  incident: string | null;
  reasons: readonly DeliveryReason[];
  now: Instant;
  retry: Send | null;
  /** Whether the person may see addresses. */
  canCorrect: boolean;
};

/** Lists why deliveries were not sent, each reason with what can be done about it. */
export function ReasonList({ reasons, ...rest }: Props) {
  if (reasons.length === 0) return null;
  return (
    <table className="data-table">
      <caption className="sr-only">{TEXT.reason.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{TEXT.reason.head}</th>
          <th scope="col" className="end">
            {TEXT.reason.count}
          </th>
          <th scope="col" className="end">
            <span className="sr-only">{TEXT.reason.action}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {reasons.map((reason) => (
          <Row key={`${reason.state} ${reason.channel} ${reason.outcome} ${reason.code}`} reason={reason} {...rest} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = Omit<Props, 'reasons'> & { reason: DeliveryReason };

function Row({ reason, now, ...rest }: RowProps) {
  const { state, count } = reason;
  const text = formatReason(reason);
  return (
    <tr>
      <th scope="row" className="font-normal">
        <span className="flex items-start gap-3">
          <span className="mt-0.5">
            <StateMark state={state} />
          </span>
          <span className="min-w-0">
            <span className="block text-status font-semibold text-ink">{text}</span>
            <Detail reason={reason} now={now} />
          </span>
        </span>
      </th>
      <td className="end">{count}</td>
      <td className="end">
        <NextStep reason={reason} {...rest} />
      </td>
    </tr>
  );
}

/** Shows what can be done: view the recipients, correct the address, or retry. */
function NextStep({ reason, event, incident, retry, canCorrect }: Omit<RowProps, 'now'>) {
  const { state, channel, outcome, count } = reason;
  const text = formatReason(reason);
  if (state === 'suppressed') {
    const view = { ...(incident === null ? {} : { incident }), event, view: `${channel}-${outcome}` };
    return (
      <a
        href={`/console/deliveries?${new URLSearchParams(view)}#not-attempted`}
        aria-label={TEXT.view.label(text)}
        className="link"
      >
        {TEXT.view.link(count)}
      </a>
    );
  }
  if (canCorrect && isWrongAddress(reason))
    return (
      <ButtonLink
        href={`/console/subscribers?${addressQuery(reason)}`}
        aria-label={TEXT.correctLabel(text)}
        size="small"
      >
        {TEXT.correct}
      </ButtonLink>
    );
  if (retry === null) return null;
  return (
    <ActionForm action={retry} submit={TEXT.retry.now} label={TEXT.retry.label(text)} isSmall>
      {Object.entries({ event, state, channel, outcome }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </ActionForm>
  );
}

/** A mailbox that does not exist refuses every further try. */
function isWrongAddress({ state, channel, outcome }: DeliveryReason): boolean {
  return state === 'dead' && channel === 'email' && outcome === 'refused';
}

/** Finds the addresses in the list of subscribers: by the host, if all have the same one. */
function addressQuery({ hosts: [host, ...others] }: DeliveryReason): URLSearchParams {
  return new URLSearchParams(host === undefined || others.length > 0 ? { channel: 'email' } : { q: `@${host}` });
}

function Detail({ reason: { state, hosts, tries, nextAt }, now }: { reason: DeliveryReason; now: Instant }) {
  const parts = [hosts.join(', '), state === 'suppressed' ? '' : TEXT.reason.tries(tries)].filter(
    (part) => part !== '',
  );
  return (
    <span className="block text-micro text-quiet">
      {parts.join('. ')}
      {state === 'deferred' && (
        <>
          , {TEXT.reason.next} <UtcTime at={nextAt} text={formatMoment(nextAt, now)} />
        </>
      )}
    </span>
  );
}
