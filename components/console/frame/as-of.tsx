import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';

/** From when what is shown is, and whether it still follows. */
export function AsOf({ at, isStale }: { at: Instant; isStale: boolean }) {
  return (
    <p className={`mt-4 text-sm ${isStale ? 'font-semibold text-partial' : 'text-quiet'}`}>
      {isStale ? consoleIncidentsEn.notFresh : consoleIncidentsEn.fresh}{' '}
      <UtcTime at={at} words={formatExact(at)} isExact />.
    </p>
  );
}
