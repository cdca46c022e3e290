import type pg from 'pg';
import type { AffectedInstances } from '#domain/measurement/affected-instances';
import { affectedInstances } from '#domain/measurement/affected-instances';
import type { Status } from '#domain/measurement/status';
import { chartSpan } from '#domain/postmortem/instances-chart';
import { yearsOf } from '#domain/sla/uptime-history';
import { type Instant, type Interval, type Span, type Step, union } from '#domain/time/interval';
import { AppError } from '#server/errors';
import { type ComponentRow, componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { loadComponents, loadSeries, type WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { loadStates } from '#server/evaluation/sql/state-runs';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import {
  type RecordIncident,
  type RecordUpdate,
  recordEpisodes,
  recordIncidents,
  recordUpdates,
} from '#server/postmortems/sql/record-incidents';

/** An episode up to the evaluated time. */
type EndedEpisode = Span & { componentId: number; level: 2 | 3; confirmedAt: Instant };

/** A component of the catalogue with its policies and its status intervals in the years of the incident. `fleet`: only of affected ones. */
export type LoadedComponent = ComponentRow & {
  isAffected: boolean;
  policies: WorldComponent['policies'];
  intervals: Interval<Status>[];
  fleet: Step<AffectedInstances>[];
};

/** What is stored about some incidents and their components. `span`: from the first outage, or start, to the last end. */
export type LoadedIncidents = {
  incidents: RecordIncident[];
  updates: RecordUpdate[];
  episodes: EndedEpisode[];
  components: LoadedComponent[];
  span: Span;
  evaluatedUntil: Instant;
};

/** The uptime of components that are not affected is part of a record if the catalogue is this small. */
const OTHERS_MAX = 20;

/** `until`: figures as of an earlier evaluated time; left out: as of now. */
export type RecordChoice = { incidents: readonly string[]; until?: Instant | undefined };

/** Reads what the record of some incidents consists of, with a fixed number of statements on one snapshot. Errors: not_found. */
export async function loadRecord(
  client: pg.ClientBase,
  { incidents: publicIds, until }: RecordChoice,
  now: Instant,
): Promise<LoadedIncidents> {
  const incidents = await recordIncidents(client, publicIds);
  if (incidents.length === 0 || incidents.length < new Set(publicIds).size)
    throw new AppError('not_found', 'Incident not found.');
  const ids = incidents.map(({ id }) => id);
  const rows = await recordEpisodes(client, ids);
  const updates = await recordUpdates(client, ids);
  const affected = new Set([...rows.map((row) => row.component_id), ...incidents.flatMap((one) => one.components)]);
  const heads = await loadCurrentStates(client);
  const evaluated = [...affected].flatMap((id) => heads.get(id)?.evaluatedUntil ?? []);
  const evaluatedUntil = Math.min(until ?? now, ...evaluated);
  const episodes = rows
    .map((row) => ({
      componentId: row.component_id,
      level: row.level,
      from: row.from_at.getTime(),
      to: Math.min(row.to_at?.getTime() ?? evaluatedUntil, evaluatedUntil),
      confirmedAt: row.confirmed_at.getTime(),
    }))
    .filter(({ from, to }) => to > from);
  const span = spanOf(incidents, episodes, evaluatedUntil);
  const components = await loadMeasured(client, { affected, span, evaluatedUntil });
  return { incidents, updates, episodes, components, span, evaluatedUntil };
}

/** Returns the time from the first outage to the last end of one. Without outages, from the start to the end of the incidents. */
function spanOf(incidents: readonly RecordIncident[], episodes: readonly Span[], evaluatedUntil: Instant): Span {
  const spans = union(episodes);
  const from = spans[0]?.from ?? Math.min(...incidents.map(({ started_at }) => started_at.getTime()));
  const ends = incidents.map(({ resolved_at }) => resolved_at?.getTime() ?? evaluatedUntil);
  return { from, to: Math.max(from + 1, spans.at(-1)?.to ?? Math.max(...ends)) };
}

type Measuring = { affected: ReadonlySet<number>; span: Span; evaluatedUntil: Instant };

async function loadMeasured(
  client: pg.ClientBase,
  { affected, span, evaluatedUntil }: Measuring,
): Promise<LoadedComponent[]> {
  const all = await componentRows(client);
  const named = all.filter(({ id }) => all.length <= OTHERS_MAX || affected.has(id));
  const years = yearsOf(span);
  const [latest, first] = [years[0] as Span, years.at(-1) as Span]; // a span that is not empty has a year
  const ids = named.map(({ id }) => id);
  const intervals = await intervalsOverlapping(client, ids, first.from, Math.min(latest.to, evaluatedUntil));
  const worlds = await loadComponents(client);
  const fleets = await loadFleets(client, { affected, span, evaluatedUntil });
  return all.map((row) => ({
    ...row,
    isAffected: affected.has(row.id),
    policies: worlds.find(({ id }) => id === row.id)?.policies ?? [],
    intervals: closed(intervals.get(row.id) ?? [], evaluatedUntil),
    fleet: fleets.get(row.id) ?? [],
  }));
}

/** Reads how many instances of each affected component were affected, over the time of the chart. */
async function loadFleets(client: pg.ClientBase, { affected, span, evaluatedUntil }: Measuring) {
  const chart = chartSpan(span);
  const window = { from: chart.from, to: Math.min(chart.to, evaluatedUntil) };
  const series = [...(await loadSeries(client)).values()].filter(({ componentId }) => affected.has(componentId));
  const seriesIds = series.map(({ id }) => id);
  const states = await loadStates(client, seriesIds, window.from, window.to);
  const byComponent = Map.groupBy(series, ({ componentId }) => componentId);
  return new Map(
    [...byComponent].map(([componentId, own]) => [
      componentId,
      affectedInstances(
        own.map(({ id, instance }) => ({ instance, steps: states.get(id) ?? [] })),
        window,
      ),
    ]),
  );
}
