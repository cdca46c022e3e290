import { ActionForm, type Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import { totalOf } from '#domain/delivery/progress';
import { clockUtc, formatMoment, formatMomentExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type {
  DeliveryReason,
  DeliveryReport,
  ReportedEvent,
  ReportedProgress,
  UnsentDelivery,
} from '#server/delivery/reads/delivery-report';
import { DeadList } from './dead-list.tsx';
import { formatEvent, formatReached, reachedParts } from './format-delivery.ts';
import { ProgressBar } from './progress-bar.tsx';
import { ReasonList } from './reason-list.tsx';
import { StateMark } from './state-mark.tsx';
import { UnsentList } from './unsent-list.tsx';

const TEXT = consoleDeliveriesEn;
const STATES = ['sent', 'waiting', 'deferred', 'suppressed', 'dead'] as const;

type Props = {
  shown: NonNullable<DeliveryReport['shown']>;
  events: readonly ReportedEvent[];
  /** The incident to which the page is limited, or null. */
  incident: string | null;
  now: Instant;
  /** Null for people who cannot retry. */
  retry: Send | null;
  /** Whether the person may see addresses. */
  canCorrect: boolean;
};

/** Shows the delivery results of one event: how many were reached, the states of the others, the reasons, and the actions. */
export function DeliveryReportCard({ shown, events, incident, now, retry, canCorrect }: Props) {
  const { event, reasons, dead, listed } = shown;
  const [percent, rest] = reachedParts(event);
  return (
    <Card className="mt-5" labelledBy="report-title">
      <CardSection>
        <div className="flex flex-wrap items-start justify-between gap-4">
          <div className="min-w-0">
            <h2 id="report-title" className="text-row font-semibold text-ink">
              {TEXT.updateOf(formatMoment(event.publishedAt, now), formatEvent(event))}
            </h2>
            <p className="text-small text-quiet">
              <a href={`/console/incidents/${event.incident.publicId}`} className="link">
                {event.incident.title}
              </a>{' '}
              · {TEXT.recipients(totalOf(event))}
            </p>
          </div>
          <EventPicker events={events} current={event.id} incident={incident} now={now} />
        </div>
        <p className="mt-4 flex flex-wrap items-baseline justify-between gap-x-4 text-small text-quiet">
          <span>
            <strong className="text-figure text-ink">{percent}</strong> {rest}
          </span>
          <span className="text-micro">{TEXT.sentHint}</span>
        </p>
        <div className="mt-2">
          <ProgressBar counts={event} />
        </div>
        <Counts event={event} now={now} />
        {event.isDeleted && <p className="mt-4 text-small text-quiet">{TEXT.deleted}</p>}
      </CardSection>
      {reasons.length > 0 && (
        <CardSection>
          <ReasonList event={event.id} {...{ incident, reasons, now, retry, canCorrect }} />
          {retry && dead.length > 1 && <DeadList event={event.id} dead={dead} retry={retry} />}
        </CardSection>
      )}
      <UnsentList unsent={listed} total={countOf(reasons, listed[0])} />
      {retry && event.deferred > 0 && (
        <CardSection className="flex flex-wrap items-center justify-between gap-4">
          <p className="text-small text-quiet">{TEXT.retry.hint}</p>
          <ActionForm action={retry} submit={TEXT.retry.all(event.deferred)} isMain isSmall>
            <input type="hidden" name="event" value={event.id} />
            <input type="hidden" name="state" value="deferred" />
          </ActionForm>
        </CardSection>
      )}
    </Card>
  );
}

function countOf(reasons: readonly DeliveryReason[], listed: UnsentDelivery | undefined): number {
  return reasons.find((one) => one.channel === listed?.channel && one.outcome === listed.outcome)?.count ?? 0;
}

function EventPicker({
  events,
  current,
  incident,
  now,
}: Pick<Props, 'events' | 'incident' | 'now'> & { current: string }) {
  return (
    <form className="flex items-center gap-2">
      {incident !== null && <input type="hidden" name="incident" value={incident} />}
      <select name="event" aria-label={TEXT.pick} defaultValue={current} className="field w-auto max-w-60 sm:max-w-80">
        {events.map((event) => (
          <option key={event.id} value={event.id}>
            {formatEvent(event)}, {formatMoment(event.publishedAt, now)}
          </option>
        ))}
      </select>
      <button type="submit" className="button">
        {TEXT.show}
      </button>
    </form>
  );
}

/** Shows the number of each state. Nothing waits once every message was tried. */
function Counts({ event, now }: { event: ReportedProgress; now: Instant }) {
  return (
    <dl className="mt-4 grid grid-cols-2 gap-4 sm:grid-cols-4">
      {STATES.filter((state) => state !== 'waiting' || event.waiting > 0).map((state) => (
        <div key={state}>
          <dt className="flex items-center gap-1.5 text-status font-semibold text-ink">
            <StateMark state={state} />
            {TEXT.state[state]}
          </dt>
          <dd className="text-section text-ink">{event[state]}</dd>
          <dd className="text-micro text-quiet">
            <Note state={state} event={event} now={now} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Note({ state, event, now }: { state: (typeof STATES)[number]; event: ReportedProgress; now: Instant }) {
  const { medianMs, lastSentAt, nextAt } = event;
  if (event[state] === 0) return null;
  if (state === 'sent' && medianMs !== null && lastSentAt !== null)
    return (
      <>
        {TEXT.note.sent(formatBriefDuration(Math.max(1_000, medianMs)))}{' '}
        <UtcTime at={lastSentAt} text={formatMomentExact(lastSentAt, now)} isExact />
      </>
    );
  if (state === 'deferred' && nextAt !== null)
    return (
      <>
        {TEXT.note.deferred} <UtcTime at={nextAt} text={formatMoment(nextAt, now)} />
      </>
    );
  return state === 'sent' ? null : TEXT.note[state];
}

/** Shows the progress by channel, and that of all listed events. */
export function ProgressTables({
  channels,
  events,
  current,
  incident,
}: {
  channels: NonNullable<DeliveryReport['shown']>['channels'];
  events: readonly ReportedEvent[];
  current: string;
  incident: string | null;
}) {
  const { byChannel, all } = TEXT;
  return (
    <div className="mt-6 grid items-start gap-5 lg:grid-cols-[2fr_3fr]">
      <section aria-labelledby="by-channel">
        <h2 id="by-channel" className="text-section">
          {byChannel.title}
        </h2>
        <Card className="mt-3">
          <CardSection>
            <table className="data-table whitespace-nowrap">
              <Head labels={[byChannel.channel, byChannel.progress, byChannel.sent, byChannel.median]} />
              <tbody>
                {channels.map((one) => (
                  <tr key={one.channel}>
                    <th scope="row">{TEXT.channels[one.channel]}</th>
                    <td className="w-full max-sm:hidden">
                      <ProgressBar counts={one} isSmall />
                    </td>
                    <td className="end">{TEXT.sentOf(one.sent, totalOf(one))}</td>
                    <td className="end">
                      {one.medianMs === null ? '' : formatBriefDuration(Math.max(1_000, one.medianMs))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </CardSection>
        </Card>
      </section>
      <section aria-labelledby="all-updates">
        <h2 id="all-updates" className="text-section">
          {all.title}
        </h2>
        <Card className="mt-3">
          <CardSection>
            <table className="data-table whitespace-nowrap">
              <Head labels={[all.at, all.state, byChannel.progress, byChannel.sent, all.reached]} />
              <tbody>
                {events.map((event) => (
                  <EventRow key={event.id} event={event} isCurrent={event.id === current} incident={incident} />
                ))}
              </tbody>
            </table>
          </CardSection>
        </Card>
      </section>
    </div>
  );
}

function Head({ labels }: { labels: readonly string[] }) {
  return (
    <thead>
      <tr>
        {labels.map((label, i) => (
          <th key={label} scope="col" className={headClass(label, i >= labels.length - 2)}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** On phones the progress is left out, so that the numbers fit beside each other. */
function headClass(label: string, isEnd: boolean): string | undefined {
  if (label === TEXT.byChannel.progress) return 'max-sm:hidden';
  return isEnd ? 'end' : undefined;
}

function EventRow({
  event,
  isCurrent,
  incident,
}: {
  event: ReportedEvent;
  isCurrent: boolean;
  incident: string | null;
}) {
  const query = new URLSearchParams({ ...(incident === null ? {} : { incident }), event: event.id });
  return (
    <tr className={isCurrent ? 'bg-accent-tint' : undefined}>
      <th scope="row">
        <a href={`/console/deliveries?${query}`} aria-current={isCurrent ? 'true' : undefined} className="link">
          {clockUtc(event.publishedAt)}
        </a>
      </th>
      <td>{formatEvent(event)}</td>
      <td className="w-full max-sm:hidden">
        <ProgressBar counts={event} isSmall />
      </td>
      <td className="end">{TEXT.sentOf(event.sent, totalOf(event))}</td>
      <td className="end">{formatReached(event)}</td>
    </tr>
  );
}
