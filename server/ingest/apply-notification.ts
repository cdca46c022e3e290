import {
  type Alert,
  type AlertArrival,
  applyAlert,
  capTimes,
  completeFrom,
  type Firing,
  isFiring,
} from '#domain/measurement/received-alert';
import { alertSteps, marksToStore } from '#domain/measurement/received-alert-steps';
import type { AlertChanges, AlertRecord } from '#server/ingest/sql/alerts';
import type { ReadAlert } from './alert-schemas.ts';

export type PlacedAlert = { alert: ReadAlert; seriesId: number };
/** `newsCount`: how many alerts changed something. */
type Applied = AlertChanges & { newsCount: number };

/** Returns what a notification changes: alerts, and the probes and lapses that follow from them. `records`: one for each series. */
export function applyNotification(
  placed: readonly PlacedAlert[],
  records: ReadonlyMap<number, AlertRecord>,
  arrived: AlertArrival,
): Applied {
  const known = new Map(
    [...records].map(([seriesId, { alerts }]) => [
      seriesId,
      Map.groupBy(alerts, ({ fingerprint }) => fingerprint) as Times,
    ]),
  );
  let newsCount = 0;
  for (const { alert, seriesId } of placed) if (applyOne(known.get(seriesId) as Times, alert, arrived)) newsCount++;
  const changes = [...records].map(([seriesId, record]) =>
    changesOf(seriesId, record, known.get(seriesId) as Times, arrived),
  );
  return {
    alerts: changes.flatMap(({ alerts }) => alerts),
    dropped: changes.flatMap(({ dropped }) => dropped),
    steps: changes.flatMap(({ steps }) => steps),
    lapses: {
      added: changes.flatMap(({ lapses }) => lapses.added),
      removed: changes.flatMap(({ lapses }) => lapses.removed),
    },
    newsCount,
  };
}

/** The periods of a series for which alerts fire, by fingerprint. */
type Times = Map<string, readonly Alert[]>;

/**
 * Applies one alert; returns whether it changed anything. An ignored alert only ends one that fires, because the operator has since
 * configured its severity as ignored. What ended before keeps its end.
 */
function applyOne(times: Times, alert: ReadAlert, arrived: AlertArrival): boolean {
  const { fingerprint, isIgnored } = alert;
  const known = times.get(fingerprint) ?? [];
  if (isIgnored && !isFiring(known)) return false;
  const applied = applyAlert(
    known,
    isIgnored ? { ...alert, endsAt: alert.endsAt ?? arrived.receivedAt } : alert,
    arrived,
  );
  if (applied === known) return false;
  times.set(
    fingerprint,
    applied.map((time) => ({ ...time, fingerprint })),
  );
  return isChanged(known, applied);
}

/** Returns whether a period was added, moved or ended; a mere repetition of a firing alert is no change. */
function isChanged(known: readonly Firing[], applied: readonly Firing[]): boolean {
  return (
    known.length !== applied.length ||
    known.some(({ from, to }, i) => from !== applied[i]?.from || to !== applied[i]?.to)
  );
}

const keyOf = ({ fingerprint, startsAt, from }: Alert) => `${startsAt} ${from} ${fingerprint}`;
const isSame = (a: Alert | undefined, b: Alert) => a !== undefined && a.to === b.to && a.knownUntil === b.knownUntil;

function changesOf(
  seriesId: number,
  { alerts: before, marks }: AlertRecord,
  times: Times,
  arrived: AlertArrival,
): AlertChanges {
  const capped = [...times.values()].map(capTimes);
  const alerts = capped.flat();
  const oldest = Math.max(
    arrived.oldest,
    ...[...Map.groupBy(before, ({ fingerprint }) => fingerprint).values(), ...capped].map(completeFrom),
  );
  const was = new Map(before.map((alert) => [keyOf(alert), alert]));
  const is = new Set(alerts.map(keyOf));
  const { probes, lapses } = marksToStore(marks, alertSteps(alerts), oldest);
  const [lapsed, lapsing] = [new Set(marks.lapses), new Set(lapses)];
  const ofSeries = <T>(items: readonly T[]) => items.map((item) => ({ ...item, seriesId }));
  const lapsesOf = (instants: readonly number[]) => instants.map((at) => ({ seriesId, at }));
  return {
    alerts: ofSeries(alerts.filter((alert) => !isSame(was.get(keyOf(alert)), alert))),
    dropped: ofSeries(before.filter((alert) => !is.has(keyOf(alert)))),
    steps: ofSeries(probes),
    lapses: {
      added: lapsesOf(lapses.filter((at) => !lapsed.has(at))),
      removed: lapsesOf(marks.lapses.filter((at) => at >= oldest && !lapsing.has(at))),
    },
  };
}
