import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';

/** Shows the time of the data, and whether it still updates. */
export function AsOf({ at, isStale }: { at: Instant; isStale: boolean }) {
  return (
    <p className={`mt-4 text-small ${isStale ? 'font-semibold text-par-ink' : 'text-quiet'}`}>
      {isStale ? consoleIncidentsEn.notFresh : consoleIncidentsEn.fresh}{' '}
      <UtcTime at={at} text={formatExact(at)} isExact />.
    </p>
  );
}
