'use client'; // follows what happens while it is open

import type { ShownAlert } from '#domain/duty-view';
import { consoleIncidentsEn } from '../../../messages/console-incidents-en.ts';
import type { Send } from '../action-form.tsx';
import { AlertList } from '../alert-list.tsx';
import { AsOf } from '../as-of.tsx';
import { useLive } from '../use-live.ts';
import { type Head, IncidentHead } from './incident-head.tsx';
import { StaffTimeline, type Timeline } from './staff-timeline.tsx';

/** An incident with all that happens to it, and its alerts that are on. */
export type WatchedIncident = { incident: Head & Timeline; alerts: readonly ShownAlert[] };

function useIncident(initial: WatchedIncident) {
  return useLive(`/api/console/incidents/${initial.incident.publicId}`, { initial });
}

/** Where the incident stands and what staff were told of it, kept up to date; below a LiveProvider. `acknowledge`: null for those who may not. */
export function LiveHead({ initial, acknowledge }: { initial: WatchedIncident; acknowledge: Send | null }) {
  const { data } = useIncident(initial);
  return (
    <>
      <IncidentHead incident={data.incident} />
      <AlertList alerts={data.alerts} now={data.incident.now} acknowledge={acknowledge} />
    </>
  );
}

/** What probes showed and what was said, kept up to date; below the same LiveProvider. */
export function LiveTimeline({ initial, canEdit }: { initial: WatchedIncident; canEdit: boolean }) {
  const { data, isStale } = useIncident(initial);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className="mt-10 text-lg font-semibold">
        {consoleIncidentsEn.page.timeline}
      </h2>
      <StaffTimeline incident={data.incident} canEdit={canEdit} />
      <AsOf at={data.incident.now} isStale={isStale} />
    </section>
  );
}
