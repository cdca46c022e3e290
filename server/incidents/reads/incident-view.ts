import { communicationOf } from '#domain/incident/communication';
import { incidentAxis, isOpenIncident, type PublicIncident, spansWithin } from '#domain/incident/public-incident';
import { levelOf, type Status } from '#domain/measurement/status';
import { cutTo, type Instant, type Interval } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { componentRows } from '#server/evaluation/sql/components';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { closed, intervalsOverlapping } from '#server/evaluation/sql/status-intervals';
import { measuredIncidents } from '#server/incidents/sql/communication';
import { type FailureNow, failuresNow } from './failures-now.ts';
import { publicIncident } from './public-incidents.ts';

/** `intervals`: failures and missing data within the incident, newest first. `course`: every status within its time axis, oldest first. */
type Measured = {
  slug: string;
  name: string;
  evaluatedUntil: Instant;
  intervals: Interval<Status>[];
  course: Interval<Status>[];
};

type View = {
  incident: PublicIncident;
  measured: Measured[];
  /** Failures of its components while it is open. */
  failures: FailureNow[];
  /** Time from detection to the first public update; null where it is not measured. */
  firstUpdateMs: number | null;
  generatedAt: Instant;
};

/** Returns a public incident with what monitoring measured of its components within it. Errors: not_found. */
export async function incidentView(ctx: Pick<Context, 'web' | 'clock'>, publicId: string): Promise<View> {
  const incident = await publicIncident(ctx, publicId);
  const now = ctx.clock.now();
  const whole = incidentAxis(incident, now);
  return snapshot(ctx.web, async (client) => {
    const rows = (await componentRows(client)).filter((row) =>
      incident.components.some(({ publicId: id }) => id === row.publicId),
    );
    const heads = await loadCurrentStates(client);
    const ids = rows.map(({ id }) => id);
    const intervals = await intervalsOverlapping(client, ids, whole.from, whole.to);
    const [facts] = await measuredIncidents(client, incident.startedAt, publicId);
    const measured = rows.map(({ id, slug, name }) => {
      const evaluatedUntil = heads.get(id)?.evaluatedUntil ?? now;
      const all = closed(intervals.get(id) ?? [], evaluatedUntil);
      const trouble = all.filter(({ status }) => levelOf(status) > 0 || status === 'unknown');
      const spans = spansWithin(incident, slug, now);
      return { slug, name, evaluatedUntil, intervals: cutTo(trouble, spans).reverse(), course: cutTo(all, [whole]) };
    });
    return {
      incident,
      measured,
      failures: isOpenIncident(incident) ? await failuresNow(client, incident, { rows, states: heads, now }) : [],
      firstUpdateMs: facts ? communicationOf(facts, now).firstUpdateMs : null,
      generatedAt: now,
    };
  });
}
