import type { Instant } from '#domain/time/interval';

type Props = { at: Instant; text: string; past?: string; className?: string };

/** Holds how long ago something was, or how far away it is, like "% ago, ". Empty until the live script fills it in. `past`: the text once `at` has passed. */
export function RelativeTime({ at, text, past, className }: Props) {
  return <span className={className} data-at={new Date(at).toISOString()} data-text={text} data-past={past} />;
}
