import { formatDuration } from '#components/ui/format-duration.ts';
import {
  formatBudget,
  formatMonitored,
  formatObserved,
  formatTarget,
  formatUptime,
} from '#components/ui/format-share.ts';
import type { Budget } from '#domain/measurement/uptime';
import type { PeriodFigures as Period } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { formatVerdict } from './format-verdict.ts';

type Props = { title: string; period: Period; targetMillionths: number; budget: Budget | null };

/** Shows the uptime of one period, compared with its target, and the figures behind it. */
export function PeriodFigures({ title, period, targetMillionths, budget }: Props) {
  const { uptimeMillionths, upMs, downMs } = period;
  const isShown = uptimeMillionths !== null && period.hasEnoughData;
  const monitored = isShown ? formatMonitored(period) : null;
  return (
    <section className="border-t border-line pt-3">
      <h3 className="text-small text-quiet">{title}</h3>
      <p className={`text-figure ${isShown ? 'whitespace-nowrap' : ''}`}>{formatUptime(period)}</p>
      {monitored && <p className="text-small">{en.figures.measuredOver(monitored)}</p>}
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-small">
        <Figure
          name={en.figures.target}
          value={`${formatTarget(targetMillionths)}${isShown ? `, ${formatVerdict(period, budget)}` : ''}`}
        />
        {(isShown || downMs > 0) && (
          <Figure name={en.figures.down} value={downMs === 0 ? en.figures.none : formatDuration(downMs)} />
        )}
        {isShown && budget && <Figure name={en.figures.budget} value={formatBudget(budget)} />}
        <Figure
          name={en.figures.coverage}
          value={isShown || upMs + downMs === 0 ? formatObserved(period) : formatDuration(upMs + downMs, 2)}
        />
      </dl>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
