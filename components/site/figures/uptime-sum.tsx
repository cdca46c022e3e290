import { formatDuration } from '#components/ui/format-duration.ts';
import { formatMinutes } from '#components/ui/format-minutes.ts';
import { formatConsumed, formatMonitored, formatTarget } from '#components/ui/format-share.ts';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { Status } from '#domain/measurement/status';
import { formatPercent } from '#domain/measurement/uptime';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { DAY_MS } from '#domain/time/calendar';
import { formatExact } from '#domain/time/format-utc';
import type { Instant, Interval } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import type { ComponentHistory } from '#server/sla/uptime-record';
import { Equation } from './equation.tsx';

const TEXT = enFigures.sum;
/** Maximum number of intervals per period. The months and the JSON API list the others. */
const OUTAGES_SHOWN = 60;
/** The page of a component lists intervals of this time. */
const LISTED_MS = 90 * DAY_MS;

type Props = {
  component: Pick<ComponentHistory, 'slug' | 'targetMillionths'>;
  period: HistoryPeriod;
  name: string;
  now: Instant;
};

/** Shows the calculation of a period's uptime as equations, so that readers can check it. */
export function UptimeSum({ component: { slug, targetMillionths }, period, name, now }: Props) {
  const { uptimeMillionths, upMs, downMs, unknownMs, excludedMs, budget, outages } = period;
  const [measuredMs, missingMs] = [upMs + downMs, unknownMs + excludedMs];
  const measured = { name: TEXT.measured, value: formatMinutes(measuredMs) };
  const span = period.evaluatedUntil < period.to ? enFigures.uptime.soFar(name) : name;
  const whole = formatMonitored(period) === null ? span : TEXT.monitored(span);
  const uptime = formatPercent(uptimeMillionths ?? 0, downMs);
  const target = formatTarget(targetMillionths);
  return (
    <div className="mt-3 mb-5 space-y-3 text-small text-quiet">
      <Equation
        sign="−"
        parts={[
          { name: whole, value: formatMinutes(measuredMs + missingMs) },
          { name: TEXT.excluded, value: formatMinutes(missingMs) },
          measured,
        ]}
      />
      <Equation
        sign="÷"
        parts={[{ name: TEXT.up, value: formatMinutes(upMs) }, measured, { name: TEXT.uptime, value: uptime }]}
      />
      <p>{outages.length === 0 ? TEXT.noDown : TEXT.down(formatDuration(downMs, 4), outages.length)}</p>
      <Outages slug={slug} outages={outages} now={now} />
      <p>
        {budget.consumedMillionths === null
          ? TEXT.noneAllowed(target)
          : TEXT.allowed(target, formatDuration(budget.budgetMs, 4), formatConsumed(budget.consumedMillionths))}
      </p>
      <Bounds period={period} />
    </div>
  );
}

function Bounds({ period: { unknownMs, downMs, lowestMillionths, highestMillionths } }: { period: HistoryPeriod }) {
  if (unknownMs === 0 || lowestMillionths === null || highestMillionths === null) return null;
  const lowest = formatPercent(lowestMillionths, downMs + unknownMs);
  return <p>{TEXT.bounds(lowest, formatPercent(highestMillionths, downMs))}</p>;
}

type OutagesProps = { slug: string; outages: readonly Interval<Status>[]; now: Instant };

function Outages({ slug, outages, now }: OutagesProps) {
  if (outages.length === 0) return null;
  const more = outages.length - OUTAGES_SHOWN;
  return (
    <>
      <ul className="list-disc ps-5">
        {outages.slice(0, OUTAGES_SHOWN).map(({ from, to, status }) => {
          const times = (
            <>
              <UtcTime at={from} text={formatExact(from)} isExact /> –{' '}
              <UtcTime at={to} text={formatExact(to)} isExact />
            </>
          );
          return (
            <li key={from}>
              {to > now - LISTED_MS ? (
                <a href={`/components/${slug}#trouble`} className="link">
                  {times}
                </a>
              ) : (
                times
              )}
              : {STATUS_TOKENS[status].label}, {formatDuration(to - from)}
            </li>
          );
        })}
      </ul>
      {more > 0 && <p>{TEXT.more(more)}</p>}
    </>
  );
}
