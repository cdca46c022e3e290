import type { ReactNode } from 'react';
import type { DayFigures } from '#domain/site/summary';
import { dayUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { dayLabels, monthTicks } from './day-labels.ts';
import { DAY_SHAPES } from './day-shapes.ts';
import { formatDay } from './format-day.ts';

/** The upper part of a bar that is hollow if data of the day is missing. */
const HOLLOW_SHARE = 0.44;

type DayLink = (day: DayFigures) => string | null;
type Props = { name: string; days: readonly DayFigures[]; hrefOf?: DayLink; isOngoing?: boolean };

/**
 * Shows one bar per day, oldest first, each with a title. DayTable shows the same days as a table. Labels name the downtime of up to three worst days. The live script
 * makes the row one stop of the keyboard. `hrefOf`: the address of a day's incidents. `isOngoing`: the last day's outage has not ended.
 */
export function DayBars({ name, days, hrefOf = () => null, isOngoing = false }: Props) {
  if (days.length === 0) return null;
  return (
    <div>
      <div className="days">
        <DayLabels name={name} days={days} hrefOf={hrefOf} isOngoing={isOngoing} />
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset */}
        <svg role="group" aria-label={en.days.caption(name, days.length)} className="h-12" data-days={en.days.hint}>
          {days.map((day, index) => (
            <DayLinked key={day.from} href={hrefOf(day)}>
              <DayBar day={day} x={percent(index / days.length)} />
            </DayLinked>
          ))}
        </svg>
        <DayAxis days={days} />
      </div>
      <MonitoredSince days={days} />
    </div>
  );
}

/** The keyboard follows the link with Enter on the row, so the link is no stop of its own. */
function DayLinked({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <a href={href} tabIndex={-1}>
      {children}
    </a>
  );
}

function DayBar({ day, x }: { day: DayFigures; x: string }) {
  const { height, fill } = DAY_SHAPES[day.worst];
  const isPartlySeen = day.unknownMs > 0 && day.worst !== 'unknown' && day.worst !== 'not_monitored';
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a rect is not interactive; its title is its text */}
      <rect
        role="img"
        className={`day ${fill}`}
        x={x}
        y={`${100 - height}%`}
        height={`${height}%`}
        rx="1.5"
        strokeDasharray={day.worst === 'unknown' ? '2 1.5' : undefined}
      >
        <title>{formatDay(day)}</title>
      </rect>
      {isPartlySeen && (
        <rect
          className="day fill-surface stroke-unk-bar"
          x={x}
          y={`${100 - height}%`}
          height={percent((height * HOLLOW_SHARE) / 100)}
          rx="1.5"
        />
      )}
    </>
  );
}

type LabelsProps = { name: string; days: readonly DayFigures[]; hrefOf: DayLink; isOngoing: boolean };

function DayLabels({ name, days, hrefOf, isOngoing }: LabelsProps) {
  const labels = dayLabels(days, isOngoing);
  if (labels.length === 0) return <div className="h-6" />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset
    <svg role="group" aria-label={en.days.worst(name)} className="h-6">
      {labels.map(({ day, text, at, anchor, ink, isWideOnly }) => {
        const href = hrefOf(day);
        const label = (
          <text
            x={percent(at)}
            y="16"
            textAnchor={anchor}
            className={`fill-current ${ink} ${isWideOnly ? 'max-sm:hidden' : ''}`}
          >
            {text}
          </text>
        );
        return href === null ? (
          <g key={day.from}>{label}</g>
        ) : (
          <a key={day.from} href={href} aria-label={formatDay(day)} className="hover:underline">
            {label}
          </a>
        );
      })}
    </svg>
  );
}

function MonitoredSince({ days }: { days: readonly DayFigures[] }) {
  const first = days.find((day) => day.worst !== 'not_monitored');
  if (!first || first === days[0]) return null;
  return <p className="mt-1 text-micro text-quiet">{en.days.monitoredSince(dayUtc(first.from))}</p>;
}

function DayAxis({ days }: { days: readonly DayFigures[] }) {
  return (
    <svg aria-hidden="true" className="h-6 fill-quiet">
      {monthTicks(days).map(({ from, at, text }) => (
        <svg key={from} aria-hidden="true" x={percent(at)} width="1" height="24" className="overflow-visible">
          <line x1="0.5" x2="0.5" y1="4" y2="20" className="stroke-edge" />
          {text && (
            <text x="6" y="19" className="font-normal">
              {text}
            </text>
          )}
        </svg>
      ))}
      <text x="100%" y="19" textAnchor="end" className="font-normal">
        {en.days.newest}
      </text>
    </svg>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
