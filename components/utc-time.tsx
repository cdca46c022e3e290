import type { Instant } from '#domain/interval';

/** A moment that machines can read; `words` say it in UTC. */
export function UtcTime({ at, words }: { at: Instant; words: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="whitespace-nowrap">
      {words}
    </time>
  );
}
