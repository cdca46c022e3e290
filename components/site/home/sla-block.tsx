import { formatDuration, formatWholeMinutes } from '#components/ui/format-duration.ts';
import { formatMonitored, formatTarget, formatUptime } from '#components/ui/format-share.ts';
import { Meter } from '#components/ui/meter';
import type { ComponentSummary } from '#domain/site/summary';
import { verdictOf } from '#domain/sla/verdict';
import { wholeBudget } from '#domain/sla/whole-budget';
import { monthNameUtc } from '#domain/time/format-brief';
import { en } from '#messages/en/site';
import { TargetLine } from './target-line.tsx';

const TEXT = en.sla;
const WHOLE = 1_000_000;
type Month = ComponentSummary['month'];

/** Shows the uptime of the month, whether the target is met, and what is left of the error budget. */
export function SlaBlock({ component: { month, targetMillionths } }: { component: ComponentSummary }) {
  const name = monthNameUtc(month.from);
  const verdict = verdictOf(month, month.budget);
  if (month.uptimeMillionths === null || !month.hasEnoughData || verdict === null)
    return <NotEnough month={month} name={name} targetMillionths={targetMillionths} />;
  const monitored = formatMonitored(month);
  return (
    <div className="grid gap-x-11 gap-y-5 sm:grid-cols-2">
      <div className="space-y-2">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <strong className="text-figure whitespace-nowrap">{formatUptime(month)}</strong>
          <span className="text-small text-quiet">
            {TEXT.uptime(name)}
            {monitored !== null && `, ${en.figures.measuredOver(monitored)}`}
          </span>
        </p>
        <TargetLine targetMillionths={targetMillionths} verdict={verdict} />
      </div>
      <Budget month={month} name={name} />
    </div>
  );
}

type NotEnoughProps = { month: Month; name: string; targetMillionths: number };

function NotEnough({ month, name, targetMillionths }: NotEnoughProps) {
  const observedMs = month.upMs + month.downMs;
  return (
    <p className="text-small text-quiet">
      <strong className="text-row font-semibold">{TEXT.noUptime(formatUptime(month))}</strong>
      <span className="ms-2">
        {TEXT.uptime(name)}
        {observedMs > 0 && `, ${en.figures.measuredOver(formatDuration(observedMs, 2))}`}. {en.figures.target}{' '}
        {formatTarget(targetMillionths)}.
      </span>
    </p>
  );
}

function Budget({ month: { downMs, budget }, name }: { month: Month; name: string }) {
  const { budgetMs, consumedMillionths } = budget;
  const { allowedMs, usedMs, leftMs } = wholeBudget(budgetMs, downMs);
  const allowed = formatWholeMinutes(allowedMs);
  const used =
    budgetMs === 0
      ? TEXT.noBudget
      : downMs === 0
        ? TEXT.noDowntime(allowed)
        : TEXT.downtime(formatWholeMinutes(usedMs), allowed);
  return (
    <div className="space-y-2 text-small text-quiet">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span>{TEXT.budget(name)}</span>
        <strong className="font-semibold">
          {leftMs < 0 ? TEXT.over(formatWholeMinutes(-leftMs)) : TEXT.left(formatWholeMinutes(leftMs))}
        </strong>
      </p>
      {consumedMillionths !== null && <Meter share={consumedMillionths / WHOLE} label={used} />}
      <p>{used}</p>
    </div>
  );
}
