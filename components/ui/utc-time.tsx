import type { Instant } from '#domain/time/interval';

/**
 * Shows a time with a machine-readable value; `text` is the time in UTC. The live script adds the reader's zone, to the second with `isExact`, and not
 * with `isBrief`, in columns whose header says UTC.
 */
export function UtcTime({
  at,
  text,
  isExact = false,
  isBrief = false,
}: {
  at: Instant;
  text: string;
  isExact?: boolean;
  isBrief?: boolean;
}) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      data-exact={isExact ? '' : undefined}
      data-brief={isBrief ? '' : undefined}
    >
      {withoutBreaks(text)}
    </time>
  );
}

/** Prevents line breaks between time and zone, and between day and month. */
function withoutBreaks(text: string): string {
  return text.replace(/ UTC/, '\u00a0UTC').replace(/(\d) (?=\p{L}+ \d{4})/u, '$1\u00a0');
}
