import type { Instant } from '#domain/interval';

/** A moment that machines can read; `words` say it in UTC. The live script says it in the reader's zone as well, to the second where `isExact`. */
export function UtcTime({ at, words, isExact = false }: { at: Instant; words: string; isExact?: boolean }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="whitespace-nowrap" data-exact={isExact ? '' : undefined}>
      {words}
    </time>
  );
}
