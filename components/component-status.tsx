import type { Instant } from '#domain/interval';
import { publicStatus } from '#domain/public-status';
import type { ComponentSummary } from '#domain/summary';
import { en } from '../messages/en.ts';
import { Since } from './since.tsx';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';

/** The status word of a component with its icon and since when it holds. */
export function ComponentStatus({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { kind, tone, since } = publicStatus(component);
  return (
    <p className="flex items-start gap-2">
      <StatusIcon tone={tone} size="small" />
      <span>
        <strong className={`font-semibold ${STATUS_TOKENS[tone].ink}`}>{kind === 'recovering' ? en.recovering : STATUS_TOKENS[tone].label}</strong>
        <Since at={since} now={now} />
        {kind === 'possible' && `; ${en.unconfirmed}`}
      </span>
    </p>
  );
}
