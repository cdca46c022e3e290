'use client'; // polls while the page is open

import { AlertList } from '#components/console/alerts/alert-list';
import { AsOf } from '#components/console/frame/as-of';
import { useLive } from '#components/console/frame/use-live.ts';
import type { Send } from '#components/ui/action-form';
import type { OnCallOverview } from '#server/incidents/console/view-types';
import { ProbesNow } from './monitoring-now.tsx';
import { NeedsAttention } from './needs-attention.tsx';
import { OpenIncidents } from './open-incidents.tsx';

type Props = { initial: OnCallOverview; acknowledge: Send | null };

/** Shows the live on-call overview. Requires a LiveProvider. `acknowledge` is null for people without permission. */
export function OnCallBoard({ initial, acknowledge }: Props) {
  const { data, isStale } = useLive('/api/console/on-call', { initial });
  return (
    <>
      <AlertList alerts={data.alerts} now={data.now} acknowledge={acknowledge} hasLinks />
      <NeedsAttention
        contradictions={data.contradictions}
        unseen={data.unseen}
        incidents={data.incidents}
        waiting={data.waiting}
        postmortems={data.postmortems}
        now={data.now}
      />
      <OpenIncidents incidents={data.incidents} now={data.now} />
      <ProbesNow components={data.components} now={data.now} />
      <AsOf at={data.now} isStale={isStale} />
    </>
  );
}
