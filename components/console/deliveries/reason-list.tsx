import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { DeliveryReason } from '#server/delivery/reads/delivery-report';
import { formatReason } from './format-delivery.ts';
import { StateMark } from './state-mark.tsx';

const TEXT = consoleDeliveriesEn;

type Props = { event: string; reasons: readonly DeliveryReason[]; now: Instant; retry: Send | null };

/** Lists why deliveries were not sent, with a button to try those again that may succeed. */
export function ReasonList({ event, reasons, now, retry }: Props) {
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
          <Row
            key={`${reason.state} ${reason.channel} ${reason.outcome} ${reason.code}`}
            {...{ event, reason, now, retry }}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row({ event, reason, now, retry }: Omit<Props, 'reasons'> & { reason: DeliveryReason }) {
  const { state, channel, outcome, count } = reason;
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
        {retry && state !== 'suppressed' && (
          <ActionForm action={retry} submit={TEXT.retry.now} label={TEXT.retry.label(text)} isSmall>
            {Object.entries({ event, state, channel, outcome }).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
          </ActionForm>
        )}
      </td>
    </tr>
  );
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
