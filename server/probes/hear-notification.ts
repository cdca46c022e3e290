import { type Alert, type Firing, type Hearing, hearAlert } from '#domain/alert';
import { alertSteps, marksToStore } from '#domain/alert-steps';
import type { AlertChanges, AlertRecord } from '../db/sql/alerts.ts';
import type { ReadAlert } from './alert-schemas.ts';

export type PlacedAlert = { alert: ReadAlert; seriesId: number };
/** `news`: how many alerts said something new. */
type Heard = AlertChanges & { news: number };

/** What is new of the alerts, and what must be observed for the record to say what follows from them. `records`: one for each series. */
export function hearNotification(placed: readonly PlacedAlert[], records: ReadonlyMap<number, AlertRecord>, hearing: Hearing): Heard {
  const before = new Map([...records].map(([seriesId, { alerts }]) => [seriesId, alerts]));
  let news = 0;
  for (const { alert, seriesId } of placed) {
    const record = records.get(seriesId) as AlertRecord;
    const { fingerprint } = alert;
    const known = record.alerts.filter((other) => other.fingerprint === fingerprint);
    const heard = hearAlert(known, alert, hearing);
    if (heard === known) continue;
    record.alerts = [...record.alerts.filter((other) => other.fingerprint !== fingerprint), ...heard.map((time) => ({ ...time, fingerprint }))];
    if (isNews(known, heard)) news++;
  }
  const changes = [...records].map(([seriesId, record]) => changesOf(seriesId, before.get(seriesId) ?? [], record, hearing));
  return {
    alerts: changes.flatMap(({ alerts }) => alerts),
    dropped: changes.flatMap(({ dropped }) => dropped),
    steps: changes.flatMap(({ steps }) => steps),
    lapses: { added: changes.flatMap(({ lapses }) => lapses.added), removed: changes.flatMap(({ lapses }) => lapses.removed) },
    news,
  };
}

/** Whether more was heard than that the alert still fires. */
function isNews(known: readonly Firing[], heard: readonly Firing[]): boolean {
  return known.length !== heard.length || known.some(({ from, to }, i) => from !== heard[i]?.from || to !== heard[i]?.to);
}

const keyOf = ({ fingerprint, startsAt, from }: Alert) => `${startsAt} ${from} ${fingerprint}`;
const isSame = (a: Alert | undefined, b: Alert) => a !== undefined && a.to === b.to && a.knownUntil === b.knownUntil;

function changesOf(seriesId: number, before: readonly Alert[], { alerts, marks }: AlertRecord, { oldest }: Hearing): AlertChanges {
  const was = new Map(before.map((alert) => [keyOf(alert), alert]));
  const is = new Set(alerts.map(keyOf));
  const { observed, lapses } = marksToStore(marks, alertSteps(alerts), oldest);
  const ofSeries = <T>(items: readonly T[]) => items.map((item) => ({ ...item, seriesId }));
  const lapsesOf = (instants: readonly number[]) => instants.map((at) => ({ seriesId, at }));
  return {
    alerts: ofSeries(alerts.filter((alert) => !isSame(was.get(keyOf(alert)), alert))),
    dropped: ofSeries(before.filter((alert) => !is.has(keyOf(alert)))),
    steps: ofSeries(observed),
    lapses: {
      added: lapsesOf(lapses.filter((at) => !marks.lapses.includes(at))),
      removed: lapsesOf(marks.lapses.filter((at) => at >= oldest && !lapses.includes(at))),
    },
  };
}
