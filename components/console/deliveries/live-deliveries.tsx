'use client'; // polls while the page is open

import { AsOf } from '#components/console/frame/as-of';
import { useLive } from '#components/console/frame/use-live.ts';
import type { Send } from '#components/ui/action-form';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import type { DeliveryReport } from '#server/delivery/reads/delivery-report';
import { DeliveryReportCard, ProgressTables } from './delivery-report.tsx';

type Props = {
  initial: DeliveryReport;
  /** What the page was asked for. */
  asked: { incident?: string; event?: string; view?: string };
  /** Null for people who cannot retry. */
  retry: Send | null;
  /** Whether the person may see addresses. */
  canCorrect: boolean;
};

/** Shows the live delivery results of one event and of the latest ones. Requires a LiveProvider. */
export function LiveDeliveries({ initial, asked, retry, canCorrect }: Props) {
  const { data, isStale } = useLive(`/api/console/deliveries?${new URLSearchParams(asked)}`, { initial });
  const { now, events, shown } = data;
  const incident = asked.incident ?? null;
  return (
    <>
      {shown === null ? (
        <p className="mt-6">{consoleDeliveriesEn.none}</p>
      ) : (
        <>
          <DeliveryReportCard {...{ shown, events, incident, now, retry, canCorrect }} />
          <ProgressTables channels={shown.channels} events={events} current={shown.event.id} incident={incident} />
        </>
      )}
      <AsOf at={now} isStale={isStale} />
    </>
  );
}
