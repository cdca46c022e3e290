import { formatDuration } from '#components/ui/format-duration.ts';
import { formatSeconds } from '#components/ui/format-seconds.ts';
import { formatConsumed, formatTarget } from '#components/ui/format-share.ts';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatPercent } from '#domain/measurement/uptime';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { formatExact } from '#domain/time/format-utc';
import { en } from '#messages/en/site';

const TEXT = en.uptime;
const WHOLE = 1_000_000;
/** Maximum number of outages per period. The months and the JSON API list the others. */
const OUTAGES_SHOWN = 60;

/** Shows the calculation of a period's uptime, so that readers can check it. */
export function UptimeSum({
  period,
  text,
  name,
  targetMillionths,
}: {
  period: HistoryPeriod;
  text: string;
  name: string;
  targetMillionths: number;
}) {
  const {
    uptimeMillionths,
    lowestMillionths,
    highestMillionths,
    upMs,
    downMs,
    unknownMs,
    budget,
    outages,
    hasEnoughData,
  } = period;
  if (uptimeMillionths === null || !hasEnoughData) return null;
  const share = formatTarget(WHOLE - targetMillionths);
  return (
    <details className="mt-2 text-small">
      <summary className="inline-block min-h-6 cursor-pointer text-accent underline underline-offset-2">
        {text}
        <span className="sr-only">: {TEXT.sumOf(name)}</span>
      </summary>
      <div className="mt-1 border-s-2 border-line ps-4">
        <p>{TEXT.observed(formatDuration(upMs, 4), formatDuration(downMs, 4), formatDuration(unknownMs, 4))}</p>
        <p>
          {TEXT.formula(formatSeconds(upMs), formatSeconds(upMs + downMs), formatPercent(uptimeMillionths, downMs))}
        </p>
        <p>{TEXT.budget(formatDuration(budget.budgetMs, 4), share, formatConsumed(budget.consumedMillionths ?? 0))}</p>
        {unknownMs > 0 && lowestMillionths !== null && highestMillionths !== null && (
          <p>
            {TEXT.bounds(formatPercent(lowestMillionths, downMs + unknownMs), formatPercent(highestMillionths, downMs))}
          </p>
        )}
        <p className="mt-1">{outages.length === 0 ? TEXT.noOutage : TEXT.outages(outages.length)}</p>
        <ul className="list-disc ps-5">
          {outages.slice(0, OUTAGES_SHOWN).map((outage) => (
            <li key={outage.from}>
              <UtcTime at={outage.from} text={formatExact(outage.from)} isExact /> –{' '}
              <UtcTime at={outage.to} text={formatExact(outage.to)} isExact />: {STATUS_TOKENS[outage.status].label},{' '}
              {formatDuration(outage.to - outage.from)}
            </li>
          ))}
        </ul>
        {outages.length > OUTAGES_SHOWN && <p>{TEXT.moreOutages(outages.length - OUTAGES_SHOWN)}</p>}
      </div>
    </details>
  );
}
