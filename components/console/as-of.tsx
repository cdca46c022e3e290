import type { Instant } from '#domain/interval';
import { exactWords } from '#domain/utc-words';
import { consoleIncidentsEn } from '../../messages/console-incidents-en.ts';
import { UtcTime } from '../utc-time.tsx';

/** From when what is shown is, and whether it still follows. */
export function AsOf({ at, isStale }: { at: Instant; isStale: boolean }) {
  return (
    <p className={`mt-4 text-sm ${isStale ? 'font-semibold text-partial' : 'text-quiet'}`}>
      {isStale ? consoleIncidentsEn.notFresh : consoleIncidentsEn.fresh} <UtcTime at={at} words={exactWords(at)} isExact />.
    </p>
  );
}
