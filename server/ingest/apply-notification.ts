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
/** `news`: how many alerts said something new. */
type Heard = AlertChanges & { news: number };

/** What is new of the alerts, and what must be observed for the record to say what follows from them. `records`: one for each series. */
export function applyNotification(
  placed: readonly PlacedAlert[],
  records: ReadonlyMap<number, AlertRecord>,
  arrived: AlertArrival,
): Heard {
  const known = new Map(
    [...records].map(([seriesId, { alerts }]) => [
      seriesId,
      Map.groupBy(alerts, ({ fingerprint }) => fingerprint) as Times,
    ]),
  );
  let news = 0;
  for (const { alert, seriesId } of placed) if (hearOne(known.get(seriesId) as Times, alert, arrived)) news++;
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
    news,
  };
}

/** Of a series: its times by fingerprint. */
type Times = Map<string, readonly Alert[]>;

/**
 * Takes in one alert; returns whether it said something new. An alert that is ignored says nothing, but ends one that fires: the operator has said
 * since that nothing follows from it. What ended before keeps its end.
 */
function hearOne(times: Times, alert: ReadAlert, arrived: AlertArrival): boolean {
  const { fingerprint, isIgnored } = alert;
  const known = times.get(fingerprint) ?? [];
  if (isIgnored && !isFiring(known)) return false;
  const heard = applyAlert(
    known,
    isIgnored ? { ...alert, endsAt: alert.endsAt ?? arrived.receivedAt } : alert,
    arrived,
  );
  if (heard === known) return false;
  times.set(
    fingerprint,
    heard.map((time) => ({ ...time, fingerprint })),
  );
  return isNews(known, heard);
}

/** Whether more was heard than that the alert still fires. */
function isNews(known: readonly Firing[], heard: readonly Firing[]): boolean {
  return (
    known.length !== heard.length || known.some(({ from, to }, i) => from !== heard[i]?.from || to !== heard[i]?.to)
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
  const kept = [...times.values()].map(capTimes);
  const alerts = kept.flat();
  const oldest = Math.max(
    arrived.oldest,
    ...[...Map.groupBy(before, ({ fingerprint }) => fingerprint).values(), ...kept].map(completeFrom),
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
