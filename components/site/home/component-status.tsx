import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { StatusWord } from '#components/ui/status-word';
import { publicStatus } from '#domain/site/public-status';
import type { ComponentSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

type Props = { component: ComponentSummary; now: Instant; isSmall?: boolean };

/** Shows the status of a component and, below, for how long it has lasted. */
export function ComponentStatus({ component, now, isSmall = false }: Props) {
  const { kind, tone, since } = publicStatus(component);
  return (
    <p className="component-status text-small text-quiet">
      <StatusWord tone={tone} isRecovering={kind === 'recovering'} size={isSmall ? 16 : 20} />
      {since !== null && (
        <span className="block" title={en.sinceTime(formatMoment(since, now))}>
          {kind === 'possible' ? en.unconfirmed : formatBriefDuration(Math.max(0, now - since))}
        </span>
      )}
    </p>
  );
}
