import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { StatusWord } from '#components/ui/status-word';
import { publicStatus } from '#domain/site/public-status';
import type { ComponentSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** Shows the status of a component and, below, for how long it has lasted. */
export function ComponentStatus({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { kind, tone, since } = publicStatus(component);
  return (
    <p className="text-small text-quiet sm:text-end">
      <StatusWord tone={tone} isRecovering={kind === 'recovering'} />
      {since !== null && (
        <span className="block" title={en.sinceTime(formatMoment(since, now))}>
          {kind === 'possible' ? en.unconfirmed : formatBriefDuration(Math.max(0, now - since))}
        </span>
      )}
    </p>
  );
}
