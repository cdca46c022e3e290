import { excerptOf } from '#domain/incident/excerpt';
import { isOpenState } from '#domain/incident/incident';
import { type AnnouncementState, announcementStates } from '#domain/incident/next-update';
import { policyAt } from '#domain/measurement/policy';
import { policySpans } from '#domain/measurement/series-state';
import { factBoxes } from '#domain/postmortem/fact-boxes';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import type { firstTimeline } from '#domain/postmortem/first-timeline';
import { chartSeries, chartSpan } from '#domain/postmortem/instances-chart';
import type { FactBoxes, FrozenVersion, PostmortemChart } from '#domain/postmortem/published-version';
import {
  type CommunicatedTimes,
  type MeasuredComponent,
  type RecordPeriod,
  recordFacts,
} from '#domain/postmortem/record-facts';
import { historyPeriod, monthsOf, yearsOf } from '#domain/sla/uptime-history';
import { dayAt } from '#domain/time/day';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import type { RecordUpdate } from '#server/postmortems/sql/record-incidents';
import { type LoadedComponent, type LoadedIncidents, loadRecord, type RecordChoice } from './load-record.ts';

/**
 * A record with what is shown beside the text. `title`: of the first incident. `happened`: what the first timeline is made from. `policies`: those in force
 * during the incident.
 */
export type IncidentRecord = {
  title: string;
  record: PostmortemRecord;
  measured: (MeasuredComponent & { name: string })[];
  boxes: FactBoxes;
  chart: PostmortemChart;
  policies: FrozenVersion['policies'];
  happened: Parameters<typeof firstTimeline>[0];
};

/** `timeline`: the times of the entries of the text, which claims are compared with too. */
type Choice = RecordChoice & { timeline?: readonly Instant[] };

/**
 * Returns the facts that the text of a post-mortem about some incidents is checked against, with the figures beside it. With one affected component all keys
 * are without its slug. Figures count up to the evaluated time. Errors: not_found.
 */
export async function postmortemRecord(
  ctx: Pick<Context, 'web' | 'clock'>,
  { timeline = [], ...choice }: Choice,
): Promise<IncidentRecord> {
  const now = ctx.clock.now();
  return recordOf(await snapshot(ctx.web, (client) => loadRecord(client, choice, now)), timeline, now);
}

/** Returns the record of what was loaded. */
export function recordOf(loaded: LoadedIncidents, timeline: readonly Instant[], now: Instant): IncidentRecord {
  const { components, span, evaluatedUntil, episodes } = loaded;
  const measured = components.filter(hasFigures).map((component) => measuredOf(component, loaded));
  const times = timesOf(loaded);
  const facts = recordFacts({ components: measured, times, timeline });
  const affected = components.filter(({ isAffected }) => isAffected);
  return {
    title: loaded.incidents[0]?.title ?? '',
    record: {
      facts,
      components: components.map(({ slug, name, isAffected }) => ({ slug, name, isAffected })),
      ...span,
      evaluatedUntil,
    },
    measured,
    boxes: factBoxes({
      facts,
      components: measured,
      reportedMs: reportedMs(loaded),
      promises: promisesOf(loaded, now),
    }),
    chart: chartOf(affected, loaded),
    policies: affected.flatMap(({ slug, name, policies }) =>
      [...new Set(policySpans(policies, span).map(({ policy }) => policy.version))].map((version) => ({
        component: slug,
        name,
        version,
      })),
    ),
    happened: {
      ...times,
      episodes: episodes.map(({ componentId, ...one }) => ({ ...one, name: nameOf(components, componentId) })),
      updates: shownUpdates(loaded).map(toUpdate),
    },
  };
}

/** The figures of components that are not affected are read only in a small catalogue. */
function hasFigures({ isAffected, intervals }: LoadedComponent): boolean {
  return isAffected || intervals.length > 0;
}

function nameOf(components: readonly LoadedComponent[], componentId: number): string {
  return components.find(({ id }) => id === componentId)?.name ?? '';
}

function toUpdate({ occurred_at, state, is_automatic, text, body }: RecordUpdate) {
  return { at: occurred_at.getTime(), state, isAutomatic: is_automatic, text: excerptOf(text ?? body) };
}

function measuredOf(
  { id, slug, name, isAffected, targetMillionths, policies, intervals, fleet }: LoadedComponent,
  { span, evaluatedUntil, episodes }: LoadedIncidents,
): MeasuredComponent & { name: string } {
  const rules = { targetMillionths, coverageFloor: policyAt(policies, span.from).coverageFloor };
  const periodOf =
    (kind: RecordPeriod['kind'], keyLength: number) =>
    (period: Span): RecordPeriod => ({
      key: dayAt(period.from).slice(0, keyLength),
      kind,
      figures: historyPeriod(intervals, period, rules, evaluatedUntil),
    });
  return {
    slug,
    name,
    isAffected,
    targetMillionths,
    episodes: episodes.filter(({ componentId }) => componentId === id),
    fleet,
    periods: [
      ...monthsOf(span).reverse().map(periodOf('month', 'yyyy-mm'.length)),
      ...yearsOf(span).reverse().map(periodOf('year', 'yyyy'.length)),
    ],
  };
}

function shownUpdates({ updates }: LoadedIncidents): RecordUpdate[] {
  return updates.filter(({ is_retracted }) => !is_retracted);
}

function timesOf(loaded: LoadedIncidents): CommunicatedTimes {
  const { incidents, episodes } = loaded;
  const updates = shownUpdates(loaded);
  const isPast = incidents.every(({ origin }) => origin === 'backfill');
  const confirmed = episodes.map(({ confirmedAt }) => confirmedAt);
  const noticed = incidents.filter(({ origin }) => origin !== 'backfill').map(({ created_at }) => created_at.getTime());
  const identified = updates
    .filter(({ state }) => state === 'identified')
    .map(({ occurred_at }) => occurred_at.getTime());
  const isOver = incidents.every(({ state }) => !isOpenState(state));
  return {
    startedAt: Math.min(...incidents.map(({ started_at }) => started_at.getTime())),
    detectedAt: earliest([...confirmed, ...noticed]),
    publicAt: isPast ? null : earliest(incidents.flatMap(({ public_at }) => public_at?.getTime() ?? [])),
    acknowledgedAt: isPast
      ? null
      : earliest(incidents.flatMap(({ acknowledged_at }) => acknowledged_at?.getTime() ?? [])),
    identifiedAt: earliest(identified),
    resolvedAt: isOver ? Math.max(...incidents.flatMap(({ resolved_at }) => resolved_at?.getTime() ?? [])) : null,
    updates: updates.map(({ occurred_at }) => occurred_at.getTime()),
    recipients: Math.max(...incidents.map(({ recipients }) => recipients)),
  };
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Returns the downtime that staff reported: the time from start to end of incidents with a stated outage, if none was measured. */
function reportedMs({ incidents, episodes }: LoadedIncidents): number | null {
  if (episodes.length > 0) return null;
  const ended = incidents.flatMap(({ started_at, resolved_at, states_outage }) =>
    states_outage && resolved_at ? [resolved_at.getTime() - started_at.getTime()] : [],
  );
  return ended.length === 0 ? null : ended.reduce((sum, ms) => sum + ms, 0);
}

/** Promises of the next update count per incident, also for updates that were retracted. */
function promisesOf({ updates }: LoadedIncidents, now: Instant): (AnnouncementState | null)[] {
  return [...Map.groupBy(updates, (update) => update.incident_id).values()].flatMap((own) =>
    announcementStates(
      own.map((update) => ({
        state: update.state,
        publishedAt: update.published_at.getTime(),
        nextUpdateBy: update.next_update_by?.getTime() ?? null,
        isAutomatic: update.is_automatic,
      })),
      now,
    ),
  );
}

function chartOf(affected: readonly LoadedComponent[], { span, episodes }: LoadedIncidents): PostmortemChart {
  const { from, to } = chartSpan(span);
  return {
    from,
    to,
    series: affected
      .filter(({ fleet }) => fleet.length > 0)
      .map((component) =>
        chartSeries(
          { ...component, episodes: episodes.filter(({ componentId }) => componentId === component.id) },
          { from, to },
        ),
      ),
  };
}
