import type { Instant } from '#domain/interval';
import { levelOf } from '#domain/status';
import type { ComponentSummary } from '#domain/summary';
import { toneOf } from '#domain/tone';
import { en } from '../messages/en.ts';
import { Since } from './since.tsx';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';

/** The status word of a component with its icon and since when it holds. */
export function ComponentStatus({ component, now }: { component: ComponentSummary; now: Instant }) {
  const tone = toneOf(component);
  const isRecovering = levelOf(component.status) > 0 && component.phase === 'recovering';
  const isCalm = tone === 'operational' || tone === 'not_monitored';
  const at = isRecovering || tone === 'possible' ? component.phaseSince : component.since;
  return (
    <p className="flex items-start gap-2">
      <StatusIcon tone={tone} size="small" />
      <span>
        <strong className={`font-semibold ${STATUS_TOKENS[tone].ink}`}>{isRecovering ? en.recovering : STATUS_TOKENS[tone].label}</strong>
        <Since at={isCalm ? null : at} now={now} />
        {tone === 'possible' && `; ${en.unconfirmed}`}
      </span>
    </p>
  );
}
