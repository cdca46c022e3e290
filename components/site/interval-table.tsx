import { formatDuration } from '#components/ui/format-duration.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { TableHead } from '#components/ui/table-head';
import { UtcTime } from '#components/ui/utc-time';
import type { Status } from '#domain/measurement/status';
import { formatExact } from '#domain/time/format-utc';
import type { Instant, Interval } from '#domain/time/interval';
import { en } from '#messages/en/site';

const TEXT = en.component;
const HEAD = TEXT.troubleHead;

type Props = {
  id: string;
  title: string;
  note?: string;
  none: string;
  intervals: readonly Interval<Status>[];
  earlier: number;
  evaluatedUntil: Instant;
  now: Instant;
};

/** Shows intervals to the second, newest first. `earlier`: number of older intervals that are omitted. */
export function IntervalTable({ id, title, note, none, intervals, earlier, evaluatedUntil }: Props) {
  return (
    <section className="mt-10" id={id}>
      <h2 className="text-section">{title}</h2>
      {note && <p className="mt-1 text-small text-quiet">{note}</p>}
      {intervals.length === 0 ? (
        <p className="mt-2">{none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too
        <section className="mt-3 overflow-x-auto" aria-label={title} tabIndex={0}>
          <table className="stacks w-full text-small">
            <TableHead columns={[HEAD.status, HEAD.from, HEAD.to, HEAD.length]} />
            <tbody>
              {intervals.map((interval) => (
                <IntervalRow
                  key={`${interval.from} ${interval.status}`}
                  interval={interval}
                  isOpen={interval.to >= evaluatedUntil}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {earlier > 0 && <p className="mt-2 text-small text-quiet">{TEXT.earlier(earlier)}</p>}
    </section>
  );
}

function IntervalRow({ interval: { from, to, status }, isOpen }: { interval: Interval<Status>; isOpen: boolean }) {
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap">
        <span className="flex items-start gap-2">
          <StatusIcon tone={status} className="mt-0.5" />
          {STATUS_TOKENS[status].label}
        </span>
      </th>
      <td data-label={HEAD.from}>
        <UtcTime at={from} text={formatExact(from)} isExact />
      </td>
      <td data-label={HEAD.to}>{isOpen ? TEXT.ongoing : <UtcTime at={to} text={formatExact(to)} isExact />}</td>
      <td data-label={HEAD.length} className="whitespace-nowrap">
        {formatDuration(to - from)}
      </td>
    </tr>
  );
}
