import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { FactList } from '#components/ui/fact-list';
import { formatDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import { reachedShare } from '#domain/delivery/progress';
import type { Communication, QuarterCommunication } from '#domain/incident/communication';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';

const TEXT = enFigures.communication;
const { head: HEAD, facts: FACT } = TEXT;

export type CommunicationView = {
  quarters: QuarterCommunication[];
  incidents: ({ publicId: string; title: string; startedAt: Instant } & Communication)[];
};

/** Shows the communication performance: the newest quarter, and all quarters and incidents in a disclosure. */
export function CommunicationSection({ quarters, incidents, now }: CommunicationView & { now: Instant }) {
  const [newest] = quarters;
  return (
    <section className="mt-9 sm:mt-12" id="communication" aria-labelledby="communication-title">
      <h2 id="communication-title" className="text-section">
        {TEXT.title}
      </h2>
      <p className="mt-1 max-w-[66ch] text-small text-quiet">{TEXT.intro}</p>
      {!newest && <p className="mt-4">{TEXT.none}</p>}
      {newest && (
        <Card className="mt-4">
          <CardSection>
            <FactList facts={factsOf(newest)} isDivided />
          </CardSection>
          <CardSection>
            <Disclosure summary={TEXT.all}>
              <h3 className="mt-4 text-row font-semibold text-ink">{TEXT.byQuarter}</h3>
              <QuarterTable quarters={quarters} />
              <h3 className="mt-5 text-row font-semibold text-ink">{TEXT.byIncident}</h3>
              <IncidentTable incidents={incidents} now={now} />
            </Disclosure>
          </CardSection>
        </Card>
      )}
    </section>
  );
}

function factsOf(newest: QuarterCommunication) {
  const { year, quarter, incidents, firstUpdateMs, postmortemMs } = newest;
  return [
    {
      name: FACT.firstUpdate,
      value: firstUpdateMs === null ? TEXT.notMeasured : TEXT.after(format(firstUpdateMs)),
      note: TEXT.incidents(incidents, TEXT.quarter(year, quarter)),
    },
    { name: FACT.onTime, value: formatOnTime(newest), note: FACT.onTimeNote },
    { name: FACT.notified, value: formatNotified(newest), note: FACT.notifiedNote },
    {
      name: FACT.postmortem,
      value: postmortemMs === null ? TEXT.noPostmortem : TEXT.after(format(postmortemMs)),
      note: FACT.postmortemNote,
    },
  ];
}

const format = (ms: number) => formatDuration(ms, 2);

function formatOnTime({ promisesMet, promisesMissed }: Communication): string {
  const all = promisesMet + promisesMissed;
  return all === 0 ? TEXT.noneAnnounced : TEXT.share(promisesMet, all);
}

/** Formats which share of the notifications was sent and within which time, like "96 % in 4 min". */
function formatNotified({ notified: { recipients, sent, ms } }: Communication): string {
  const share = reachedShare({ sent, total: recipients, ms });
  if (share === null) return TEXT.noRecipients;
  return share.withinMs === null ? TEXT.sent(share.percent) : TEXT.sentWithin(share.percent, format(share.withinMs));
}

/** Returns the cells that quarters and incidents share: first update, updates on time, notifications and post-mortem. */
function cellsOf(one: Communication): string[] {
  const { firstUpdateMs, postmortemMs } = one;
  return [
    firstUpdateMs === null ? TEXT.notMeasured : format(firstUpdateMs),
    formatOnTime(one),
    formatNotified(one),
    postmortemMs === null ? TEXT.noPostmortem : format(postmortemMs),
  ];
}

const MEASURES = [
  { label: HEAD.firstUpdate, isEnd: true },
  { label: HEAD.onTime, isEnd: true },
  { label: HEAD.notified, isEnd: true },
  { label: HEAD.postmortem, isEnd: true },
];

function QuarterTable({ quarters }: Pick<CommunicationView, 'quarters'>) {
  const rows = quarters.map((one) => {
    const title = TEXT.quarter(one.year, one.quarter);
    return { key: title, cells: [title, String(one.incidents), ...cellsOf(one)] };
  });
  const columns = [{ label: HEAD.period }, { label: HEAD.incidents, isEnd: true }, ...MEASURES];
  return <DataTable caption={TEXT.byQuarter} columns={columns} rows={rows} onPhone="blocks" />;
}

function IncidentTable({ incidents, now }: Pick<CommunicationView, 'incidents'> & { now: Instant }) {
  const rows = incidents.map((one) => ({
    key: one.publicId,
    cells: [
      <a key="title" href={`/incidents/${one.publicId}`} className="link">
        {one.title}
      </a>,
      <UtcTime key="at" at={one.startedAt} text={formatMoment(one.startedAt, now)} />,
      ...cellsOf(one),
    ],
  }));
  const columns = [{ label: HEAD.incident }, { label: HEAD.began }, ...MEASURES];
  return <DataTable caption={TEXT.byIncident} columns={columns} rows={rows} onPhone="blocks" />;
}
