'use client'; // follows what is re-evaluated for as long as it goes on

import { useLive } from '#components/console/frame/use-live.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleCatalogEn } from '#messages/en/catalog';

const EVERY_MS = 1_000;
const TEXT = consoleCatalogEn.rules;

type Again = { from: Instant | null };

/** How far what new rules apply to is re-evaluated; `initial` as it was when the page was asked for. Below a LiveProvider. */
export function ReEvaluationProgress({ slug, initial }: { slug: string; initial: Again }) {
  const { data } = useLive(`/api/console/components/${slug}/re-evaluation`, {
    initial,
    everyMs: EVERY_MS,
    isOver: (again) => again.from === null,
  });
  return (
    <p role="status" className={`mt-3 border-s-4 ps-3 ${data.from === null ? 'border-accent' : 'border-degraded'}`}>
      {data.from === null ? TEXT.reEvaluated : TEXT.reEvaluating}{' '}
      {data.from !== null && <UtcTime at={data.from} words={formatExact(data.from)} isExact />}
    </p>
  );
}
