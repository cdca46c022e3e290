import type { ReactNode } from 'react';
import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { formatDuration } from '#components/ui/format-duration.ts';
import { StatusWord } from '#components/ui/status-word';
import { UtcTime } from '#components/ui/utc-time';
import { ZoneName } from '#components/ui/zone-name';
import type { Status } from '#domain/measurement/status';
import { briefExact } from '#domain/time/format-brief';
import { dayUtc } from '#domain/time/format-utc';
import type { Instant, Interval } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';

const TEXT = enIncidentPages.incident.monitoring;
const COLUMNS = [
  { label: TEXT.head.status },
  { label: TEXT.head.from },
  { label: TEXT.head.to },
  { label: TEXT.head.duration, isEnd: true },
];

/** What monitoring measured of one component, up to the evaluated time. `course`: every status within the time axis of the incident. */
export type Measured = {
  slug: string;
  name: string;
  evaluatedUntil: Instant;
  intervals: Interval<Status>[];
  course: Interval<Status>[];
};

/** Shows what monitoring measured during an incident, one table per component, below `children`. */
export function IncidentMeasured({ measured, children }: { measured: readonly Measured[]; children?: ReactNode }) {
  return (
    <section className="card full-bleed mt-9 px-4 py-4.5 sm:px-6" id="probes">
      <Disclosure summary={TEXT.title} isStrong>
        {children}
        {measured.length === 0 && <p className="mt-3">{TEXT.none}</p>}
        {measured.map((one) => (
          <ComponentTable key={one.slug} measured={one} isNamed={measured.length > 1} />
        ))}
      </Disclosure>
    </section>
  );
}

function ComponentTable({ measured, isNamed }: { measured: Measured; isNamed: boolean }) {
  const { slug, name, evaluatedUntil } = measured;
  const rows = rowsOf(measured);
  const [first, last] = [rows[0], rows.at(-1)];
  return (
    <section id={`probes-${slug}`} aria-label={name} className="mt-4">
      {isNamed && <h2 className="text-small font-semibold">{name}</h2>}
      {!first || !last ? (
        <p className="mt-2 text-small">{TEXT.none}</p>
      ) : (
        <>
          <DataTable
            caption={`${name}: ${TEXT.title}`}
            columns={COLUMNS}
            rows={rows.map(({ from, to, status }) => ({
              key: `${from} ${status}`,
              cells: [
                <StatusWord key="status" tone={status} size={20} />,
                <UtcTime key="from" at={from} text={briefExact(from, first.from)} isExact isBrief />,
                to >= evaluatedUntil ? (
                  TEXT.ongoing
                ) : (
                  <UtcTime key="to" at={to} text={briefExact(to, first.from)} isExact isBrief />
                ),
                formatDuration(to - from, 2),
              ],
            }))}
          />
          <p className="mt-3 text-small text-quiet">
            {dayUtc(first.from)}. {enIncidentPages.incident.timesIn} <ZoneName />.{' '}
            <a href={addressOf(slug, first.from, last.to)} className="link">
              {TEXT.json}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

/** Lists failures and missing data, oldest first, with the operational time between them. */
function rowsOf({ intervals, course }: Measured): Interval<Status>[] {
  const failures = intervals.toSorted((a, b) => a.from - b.from);
  const [from, to] = [failures[0]?.from ?? 0, failures.at(-1)?.to ?? 0];
  const between = course.filter((one) => one.status === 'operational' && one.from >= from && one.to <= to);
  return [...failures, ...between].sort((a, b) => a.from - b.from);
}

function addressOf(slug: string, from: Instant, to: Instant): string {
  const window = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  return `/api/v1/components/${slug}/intervals?${window}`;
}
