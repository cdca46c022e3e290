import type { DayFigures } from '#domain/site/summary';
import { dayUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { DataTable } from './data-table.tsx';
import { Disclosure } from './disclosure.tsx';
import { formatDuration } from './format-duration.ts';
import { formatUptime } from './format-share.ts';
import { STATUS_TOKENS } from './status-tokens.ts';

const TEXT = en.days.head;
const COLUMNS = [
  { label: TEXT.day },
  { label: TEXT.worst, isLead: true },
  { label: TEXT.uptime, isEnd: true },
  { label: TEXT.down, isEnd: true },
  { label: TEXT.unknown, isEnd: true },
];

type Props = { name: string; days: readonly DayFigures[]; hrefOf?: (day: DayFigures) => string | null };

/** Shows the days as a collapsed table, newest first. */
export function DayTable({ name, days, hrefOf = () => null }: Props) {
  const rows = days.toReversed().map((day) => ({
    key: String(day.from),
    cells: [
      dayCell(day, hrefOf(day)),
      STATUS_TOKENS[day.worst].label,
      formatUptime(day),
      day.downMs === 0 ? '–' : formatDuration(day.downMs),
      day.unknownMs === 0 ? '–' : formatDuration(day.unknownMs),
    ],
  }));
  const summary = (
    <>
      {en.days.table}
      <span className="sr-only">: {name}</span>
    </>
  );
  return (
    <Disclosure summary={summary}>
      <p className="mt-2 text-small text-quiet">{en.days.legend}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
      <section className="mt-2 max-h-96 overflow-y-auto" aria-label={en.days.caption(name, days.length)} tabIndex={0}>
        <DataTable caption={en.days.caption(name, days.length)} columns={COLUMNS} rows={rows} onPhone="blocks" />
      </section>
    </Disclosure>
  );
}

function dayCell(day: DayFigures, href: string | null) {
  if (href === null) return dayUtc(day.from);
  return (
    <a href={href} className="link">
      {dayUtc(day.from)}
    </a>
  );
}
