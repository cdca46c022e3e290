import { formatDuration } from '#components/ui/format-duration.ts';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { TableHead } from '#components/ui/table-head';
import type { DayFigures } from '#domain/site/summary';
import { dayUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { formatUptime } from './format-share.ts';

const TEXT = en.days.head;

/** Shows the days as a collapsed table, newest first. */
export function DayTable({ name, days }: { name: string; days: readonly DayFigures[] }) {
  return (
    <details className="mt-1 text-small">
      <summary className="inline-block min-h-6 cursor-pointer text-accent underline underline-offset-2">
        {en.days.table}
        <span className="sr-only">: {name}</span>
      </summary>
      <p className="mt-2 text-quiet">{en.days.legend}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
      <section className="mt-2 overflow-x-auto" aria-label={en.days.caption(name, days.length)} tabIndex={0}>
        <table className="w-full text-start">
          <caption className="sr-only">{en.days.caption(name, days.length)}</caption>
          <TableHead columns={[TEXT.day, TEXT.worst, TEXT.uptime, TEXT.down, TEXT.unknown]} />
          <tbody>
            {days.toReversed().map((day) => (
              <DayRow key={day.from} day={day} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function DayRow({ day }: { day: DayFigures }) {
  return (
    <tr>
      <th scope="row">{dayUtc(day.from)}</th>
      <td>{STATUS_TOKENS[day.worst].label}</td>
      <td className="whitespace-nowrap">{formatUptime(day)}</td>
      <td className="whitespace-nowrap">{day.downMs === 0 ? '–' : formatDuration(day.downMs)}</td>
      <td className="whitespace-nowrap">{day.unknownMs === 0 ? '–' : formatDuration(day.unknownMs)}</td>
    </tr>
  );
}
