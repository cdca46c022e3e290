import { DataTable } from '#components/ui/data-table';
import { formatBriefDuration, formatDuration } from '#components/ui/format-duration.ts';
import { StatusWord } from '#components/ui/status-word';
import { UtcTime } from '#components/ui/utc-time';
import type { Status } from '#domain/measurement/status';
import { shortExact } from '#domain/time/format-brief';
import type { Instant, Interval } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';

const TEXT = enFigures.component;
const HEAD = TEXT.intervalHead;
const COLUMNS = [
  { label: HEAD.status },
  { label: HEAD.from },
  { label: HEAD.to },
  { label: HEAD.duration, isEnd: true, isLead: true },
];

type Props = {
  title: string;
  intervals: readonly Interval<Status>[];
  earlier: number;
  evaluatedUntil: Instant;
};

/** Shows intervals to the second, newest first, in a zone that the text above it names. `earlier`: number of older intervals that are omitted. */
export function IntervalTable({ title, intervals, earlier, evaluatedUntil }: Props) {
  const isOngoing = (to: Instant) => to >= evaluatedUntil;
  const rows = intervals.map(({ from, to, status }) => ({
    key: `${from} ${status}`,
    cells: [
      <StatusWord key="status" tone={status} size={18} />,
      <UtcTime key="from" at={from} text={shortExact(from, null)} isExact isBrief />,
      isOngoing(to) ? TEXT.ongoing : <UtcTime key="to" at={to} text={shortExact(to, from)} isExact isBrief />,
      isOngoing(to) ? formatBriefDuration(to - from) : formatDuration(to - from),
    ],
  }));
  return (
    <>
      <DataTable caption={title} columns={COLUMNS} rows={rows} onPhone="blocks" />
      {earlier > 0 && <p className="mt-3 text-small text-quiet">{TEXT.earlier(earlier)}</p>}
    </>
  );
}
