import type { ReactNode } from 'react';
import { formatDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { Communication, QuarterCommunication } from '#domain/incident/communication';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidents.communication;

export type CommunicationView = {
  quarters: QuarterCommunication[];
  incidents: ({ publicId: string; title: string; startedAt: Instant } & Communication)[];
};

const formatTime = (ms: number | null) => (ms === null ? TEXT.notMeasured : formatDuration(ms, 2));

function formatMetPromises({ promisesMet, promisesMissed }: Communication): string {
  const all = promisesMet + promisesMissed;
  return all === 0 ? '–' : TEXT.promisesMet(promisesMet, all);
}

/** Formats the newest quarter as a sentence. */
function sentence(one: QuarterCommunication): string {
  const all = one.promisesMet + one.promisesMissed;
  const firstUpdate =
    one.firstUpdateMs === null ? TEXT.firstUpdateNotMeasured : TEXT.after(formatTime(one.firstUpdateMs));
  return TEXT.sentence(
    TEXT.count(one.incidents),
    firstUpdate,
    all === 0 ? TEXT.noPromise : TEXT.promises(one.promisesMet, all),
  );
}

/** Shows the communication performance: a sentence, the quarters, and each incident. */
export function CommunicationSection({ quarters, incidents, now }: CommunicationView & { now: Instant }) {
  const [newest] = quarters;
  return (
    <section className="mt-12" id="communication">
      <h2 className="text-section">{TEXT.title}</h2>
      <p className="mt-2 max-w-prose">{TEXT.intro}</p>
      {!newest && <p className="mt-2">{TEXT.none}</p>}
      {newest && (
        <>
          <p className="mt-3">
            <strong className="font-semibold">{TEXT.quarter(newest.year, newest.quarter)}</strong>. {sentence(newest)}
          </p>
          <Table
            title={TEXT.title}
            head={[
              TEXT.head.period,
              TEXT.head.incidents,
              TEXT.head.firstUpdate,
              TEXT.head.promises,
              TEXT.head.postmortem,
            ]}
            rows={quarters.map((one) => ({
              key: `${one.year}-${one.quarter}`,
              head: TEXT.quarter(one.year, one.quarter),
              cells: [
                String(one.incidents),
                formatTime(one.firstUpdateMs),
                formatMetPromises(one),
                one.postmortemMs === null ? TEXT.noPostmortem : formatTime(one.postmortemMs),
              ],
            }))}
          />
          <details className="mt-3 text-small">
            <summary className="inline-block min-h-6 cursor-pointer text-accent underline underline-offset-2">
              {TEXT.each}
            </summary>
            <Table
              title={TEXT.each}
              head={[
                TEXT.headOne.incident,
                TEXT.headOne.began,
                TEXT.headOne.firstUpdate,
                TEXT.headOne.promises,
                TEXT.headOne.postmortem,
              ]}
              rows={incidents.map((one) => ({
                key: one.publicId,
                head: (
                  <a
                    href={`/incidents/${one.publicId}`}
                    className="inline-block min-h-6 text-accent underline underline-offset-2"
                  >
                    {one.title}
                  </a>
                ),
                cells: [
                  <UtcTime key="at" at={one.startedAt} text={formatMoment(one.startedAt, now)} />,
                  formatTime(one.firstUpdateMs),
                  formatMetPromises(one),
                  one.postmortemMs === null ? TEXT.noPostmortem : formatTime(one.postmortemMs),
                ],
              }))}
            />
          </details>
        </>
      )}
    </section>
  );
}

type Row = { key: string; head: ReactNode; cells: ReactNode[] };

function Table({ title, head, rows }: { title: string; head: readonly string[]; rows: readonly Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too
    <section className="mt-3 overflow-x-auto" aria-label={title} tabIndex={0}>
      <table className="w-full text-start text-small">
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.head}</th>
              {row.cells.map((cell, i) => (
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
