'use client'; // polls the progress while a re-evaluation runs

import { useLive } from '#components/console/frame/use-live.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleCatalogEn } from '#messages/en/catalog';

const EVERY_MS = 1_000;
const TEXT = consoleCatalogEn.rules;

type Again = { from: Instant | null };

/** Shows the progress of a re-evaluation. `initial` is the progress when the page was rendered. Requires a LiveProvider. */
export function ReEvaluationProgress({ slug, initial }: { slug: string; initial: Again }) {
  const { data } = useLive(`/api/console/components/${slug}/re-evaluation`, {
    initial,
    everyMs: EVERY_MS,
    isOver: (again) => again.from === null,
  });
  return (
    <p role="status" className={`mt-3 border-s-4 ps-3 ${data.from === null ? 'border-accent' : 'border-deg-solid'}`}>
      {data.from === null ? TEXT.reEvaluated : TEXT.reEvaluating}{' '}
      {data.from !== null && <UtcTime at={data.from} text={formatExact(data.from)} isExact />}
    </p>
  );
}
