'use client'; // follows what happens while it is open

import type { DutyOverview } from '#domain/duty-view';
import type { Send } from '../action-form.tsx';
import { AlertList } from '../alert-list.tsx';
import { AsOf } from '../as-of.tsx';
import { useLive } from '../use-live.ts';
import { NeedsYou } from './needs-you.tsx';
import { OpenIncidents } from './open-incidents.tsx';
import { ProbesNow } from './probes-now.tsx';

type Props = { initial: DutyOverview; acknowledge: Send | null };

/** What is on, kept up to date; below a LiveProvider. `acknowledge`: null for those who may not. */
export function DutyBoard({ initial, acknowledge }: Props) {
  const { data, isStale } = useLive('/api/console/duty', { initial });
  return (
    <>
      <AlertList alerts={data.alerts} now={data.now} acknowledge={acknowledge} hasLinks />
      <NeedsYou contradictions={data.contradictions} unseen={data.unseen} incidents={data.incidents} waiting={data.waiting} now={data.now} />
      <OpenIncidents incidents={data.incidents} now={data.now} />
      <ProbesNow components={data.components} now={data.now} />
      <AsOf at={data.now} isStale={isStale} />
    </>
  );
}
