import { SinceTime } from '#components/ui/since-time';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { publicStatus } from '#domain/site/public-status';
import type { ComponentSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** Shows the status of a component with its icon and start. */
export function ComponentStatus({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { kind, tone, since } = publicStatus(component);
  return (
    <p className="flex items-start gap-2">
      <StatusIcon tone={tone} className="mt-0.5" />
      <span>
        <strong className={`font-semibold ${STATUS_TOKENS[tone].ink}`}>
          {kind === 'recovering' ? en.recovering : STATUS_TOKENS[tone].label}
        </strong>
        <SinceTime at={since} now={now} />
        {kind === 'possible' && `; ${en.unconfirmed}`}
      </span>
    </p>
  );
}
