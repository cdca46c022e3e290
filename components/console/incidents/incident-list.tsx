import { DataTable } from '#components/ui/data-table';
import { Choice, Field } from '#components/ui/fields';
import { UtcTime } from '#components/ui/utc-time';
import { INCIDENT_STATES, type IncidentState } from '#domain/incident/incident';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';

const TEXT = consoleIncidentsEn.list;
const COLUMNS = [
  { label: TEXT.head.incident },
  { label: TEXT.head.state, isLead: true },
  { label: TEXT.head.components, isWide: true },
  { label: TEXT.head.began },
];

type Filter = { q: string; state: string; component: string; page: number };
type Listed = {
  publicId: string;
  title: string;
  state: IncidentState;
  startedAt: Instant;
  isPublic: boolean;
  isWithdrawn: boolean;
  isMerged: boolean;
  components: string[];
};

/** Shows the filter of the list, a plain form that reloads the page. */
export function IncidentFilterForm({
  filter,
  components,
}: {
  filter: Filter;
  components: readonly { slug: string; name: string }[];
}) {
  const states = [
    { value: '', label: TEXT.any },
    { value: 'open', label: TEXT.open },
    ...INCIDENT_STATES.map((state) => ({ value: state, label: enIncidents.state[state] })),
    { value: 'withdrawn', label: TEXT.withdrawn },
  ];
  const choices = [
    { value: '', label: TEXT.any },
    ...components.map(({ slug, name }) => ({ value: slug, label: name })),
  ];
  return (
    <form method="get" className="mt-2 grid items-end gap-x-4 sm:grid-cols-[2fr_1fr_1fr_auto]">
      <Field id="q" name="q" label={TEXT.q} defaultValue={filter.q} autoComplete="off" />
      <Choice id="state" name="state" label={TEXT.state} value={filter.state} options={states} />
      <Choice id="component" name="component" label={TEXT.component} value={filter.component} options={choices} />
      <button type="submit" className="button mt-4">
        {TEXT.submit}
      </button>
    </form>
  );
}

/** Shows incidents, newest first. */
export function IncidentTable({ incidents }: { incidents: readonly Listed[] }) {
  if (incidents.length === 0) return <p className="mt-6">{TEXT.none}</p>;
  const rows = incidents.map((incident) => ({
    key: incident.publicId,
    cells: [
      <a key="incident" href={`/console/incidents/${incident.publicId}`} className="link">
        {incident.title}
      </a>,
      formatState(incident),
      incident.components.join(', '),
      <UtcTime key="began" at={incident.startedAt} text={formatFullMoment(incident.startedAt)} />,
    ],
  }));
  return (
    <div className="mt-6">
      <DataTable caption={TEXT.title} columns={COLUMNS} rows={rows} onPhone="blocks" />
    </div>
  );
}

function formatState({ state, isPublic, isWithdrawn, isMerged }: Listed): string {
  if (isWithdrawn) return TEXT.withdrawn;
  if (isMerged) return TEXT.merged;
  return isPublic ? enIncidents.state[state] : `${enIncidents.state[state]}, ${consoleIncidentsEn.notPublic}`;
}

/** Links to newer and older pages of the list. */
export function ListPages({ filter, hasMore }: { filter: Filter; hasMore: boolean }) {
  const href = (page: number) =>
    `?${new URLSearchParams({ q: filter.q, state: filter.state, component: filter.component, page: String(page) })}`;
  return (
    <p className="mt-4 flex gap-6">
      {filter.page > 1 && (
        <a href={href(filter.page - 1)} className="inline-block min-h-6 text-accent underline underline-offset-4">
          {TEXT.newer}
        </a>
      )}
      {hasMore && (
        <a href={href(filter.page + 1)} className="inline-block min-h-6 text-accent underline underline-offset-4">
          {TEXT.older}
        </a>
      )}
    </p>
  );
}
