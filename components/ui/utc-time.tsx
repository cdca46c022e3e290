import type { Instant } from '#domain/time/interval';

/** A moment that machines can read; `words` say it in UTC. The live script says it in the reader's zone as well, to the second where `isExact`; not where `isBrief`, in columns that say that they are UTC. */
export function UtcTime({
  at,
  words,
  isExact = false,
  isBrief = false,
}: {
  at: Instant;
  words: string;
  isExact?: boolean;
  isBrief?: boolean;
}) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      data-exact={isExact ? '' : undefined}
      data-brief={isBrief ? '' : undefined}
    >
      {tied(words)}
    </time>
  );
}

/** Keeps a zone with its clock, and a day with its month; a line may break elsewhere. */
function tied(words: string): string {
  return words.replace(/ UTC/, '\u00a0UTC').replace(/(\d) (?=\p{L}+ \d{4})/u, '$1\u00a0');
}
