import { formatBriefDuration, formatWholeMinutes } from '#components/ui/format-duration.ts';
import { formatConsumedBrief } from '#components/ui/format-share.ts';
import { Meter } from '#components/ui/meter';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { wholeBudget } from '#domain/sla/whole-budget';
import { enFigures } from '#messages/en/figures';

const TEXT = enFigures.uptime;
const WHOLE = 1_000_000;

/** Shows the used part of an error budget: minutes, share and a meter. */
export function BudgetCell({ period: { downMs, budget } }: { period: HistoryPeriod }) {
  const { budgetMs, consumedMillionths } = budget;
  if (budgetMs === 0 || consumedMillionths === null)
    return downMs === 0 ? TEXT.noDowntime : TEXT.noBudget(formatBriefDuration(downMs));
  const { allowedMs, usedMs } = wholeBudget(budgetMs, downMs);
  const allowed = formatWholeMinutes(allowedMs);
  const used = downMs === 0 ? TEXT.noneUsed(allowed) : TEXT.used(formatWholeMinutes(usedMs), allowed);
  return (
    <div className="space-y-1 max-sm:mb-1 sm:min-w-44">
      <p className="flex flex-wrap justify-between gap-x-3 text-quiet">
        <span>{used}</span>
        {downMs > 0 && <span>{formatConsumedBrief(consumedMillionths)}</span>}
      </p>
      <Meter share={consumedMillionths / WHOLE} label={`${TEXT.head.budget}: ${used}`} />
    </div>
  );
}
