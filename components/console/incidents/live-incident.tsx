'use client'; // polls while the page is open

import { AlertList } from '#components/console/alerts/alert-list';
import { DeliveryLine } from '#components/console/deliveries/delivery-line';
import { AsOf } from '#components/console/frame/as-of';
import { useLive } from '#components/console/frame/use-live.ts';
import type { Send } from '#components/ui/action-form';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import type { ReportedEvent } from '#server/delivery/reads/delivery-report';
import type { ShownAlert } from '#server/incidents/console/view-types';
import { type Head, IncidentHeader } from './incident-header.tsx';
import { StaffTimeline, type Timeline } from './staff-timeline.tsx';

/** An incident with its timeline, its active alerts, and the delivery results of its updates, newest first. */
export type WatchedIncident = {
  incident: Head & Timeline;
  alerts: readonly ShownAlert[];
  deliveries: readonly ReportedEvent[];
};

function useIncident(initial: WatchedIncident) {
  return useLive(`/api/console/incidents/${initial.incident.publicId}`, { initial });
}

/** Shows the live state, deliveries and alerts of an incident. Requires a LiveProvider. `acknowledge` is null for people without permission. */
export function LiveHeader({ initial, acknowledge }: { initial: WatchedIncident; acknowledge: Send | null }) {
  const { data } = useIncident(initial);
  return (
    <>
      <IncidentHeader incident={data.incident} />
      <DeliveryLine events={data.deliveries} now={data.incident.now} />
      <AlertList alerts={data.alerts} now={data.incident.now} acknowledge={acknowledge} />
    </>
  );
}

/** Shows the live monitoring data and timeline. Requires the same LiveProvider. */
export function LiveTimeline({ initial, canEdit }: { initial: WatchedIncident; canEdit: boolean }) {
  const { data, isStale } = useIncident(initial);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="mt-10 text-section">
        {consoleIncidentsEn.page.timeline}
      </h2>
      <StaffTimeline incident={data.incident} deliveries={data.deliveries} canEdit={canEdit} />
      <AsOf at={data.incident.now} isStale={isStale} />
    </section>
  );
}
