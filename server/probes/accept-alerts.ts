import type pg from 'pg';
import { type Arrival, oldestAdmissible, refusal } from '#domain/admission';
import { DAY_MS } from '#domain/calendar';
import type { Instant } from '#domain/interval';
import type { Sender } from '../access/authenticate.ts';
import { forgetEndedAlerts, loadAlerts, lockAlertsOf, saveAlerts } from '../db/sql/alerts.ts';
import { transaction } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { ALERTS_MAX, notificationEnvelopeSchema, type ReadAlert, readAlert } from './alert-schemas.ts';
import { hearNotification } from './hear-notification.ts';
import { receivedAfterS } from './received-after.ts';
import type { Receipt, Rejected } from './schemas.ts';
import type { SeriesCache } from './series-cache.ts';
import type { WriteQueue } from './write-queue.ts';

/** Alerts that ended are known for this long, as long as raw observations are. */
const KEPT_MS = 14 * DAY_MS;
/** Notifications that may wait for the one before them; beyond it 503. Alertmanager sends one a group and some seconds. */
const WAITING_MAX = 50;

type Services = { series: SeriesCache; queue: WriteQueue; ingest: pg.Pool; noteNewest?: (newestAt: Instant) => unknown };

/**
 * Makes the verb that takes a notification of Alertmanager (version 4, parsed as JSON) at `arrival`: each alert is judged by itself, and what
 * follows from all that are known is stored as observations of their instances before it resolves. An alert that says nothing new is a
 * duplicate; one that is not mentioned goes on as it was. One notification at a time: each needs a connection for as long as it takes, and
 * storing observations needs others. Errors: invalid_input (also where no alert can be used), too_many_probes, forbidden, overloaded.
 */
export function createAcceptAlerts() {
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  return async function acceptAlerts(services: Services, sender: Sender, body: unknown, arrival: Omit<Arrival, 'mayBackfill'>): Promise<Receipt> {
    const sourceId = sourceOf(sender);
    const { read, rejected } = await readNotification(services, body, arrival);
    if (waiting >= WAITING_MAX) throw new AppError('overloaded', 'Too many notifications wait: send it again after Retry-After.');
    waiting++;
    const own = before.then(() => (read.length > 0 ? store(services, sourceId, read, arrival.receivedAt) : 0)).finally(() => waiting--);
    before = own.catch(() => undefined); // its sender hears of it
    const news = await own;
    return { accepted: news, duplicates: read.length - news, rejected };
  };
}

function sourceOf({ scopes, sourceId, sourceName, sourceKind }: Sender): number {
  if (!scopes.includes('probes:write') || sourceId === null) throw new AppError('forbidden', 'The token needs the scope probes:write.');
  if (sourceKind !== 'edge')
    throw new AppError(
      'forbidden',
      `Alerts are taken from sources of kind edge alone, and "${sourceName}" is of kind ${sourceKind}: describe one in a file (sources: name, kind: edge), apply it with "catalog apply", and make a token for it.`,
    );
  return sourceId;
}

type Located = ReadAlert & { componentId: number };

/** Parts the alerts that can be used from those that cannot. */
async function readNotification({ series }: Services, body: unknown, arrival: Omit<Arrival, 'mayBackfill'>) {
  const envelope = notificationEnvelopeSchema.safeParse(body);
  if (!envelope.success) throw new AppError('invalid_input', 'Expected a notification of Alertmanager, version 4: {"alerts": […]}.');
  const { alerts } = envelope.data;
  if (alerts.length > ALERTS_MAX) throw new AppError('too_many_probes', `A notification holds at most ${ALERTS_MAX} alerts: set max_alerts.`);
  const all = alerts.map(readAlert);
  const rejected: Rejected[] = all.filter((one) => 'code' in one);
  const components = await series.componentIds(new Set(all.flatMap((one) => ('code' in one ? [] : [one.component]))));
  const read: Located[] = [];
  for (const alert of all) {
    if ('code' in alert) continue;
    const { index, component, startsAt, endsAt } = alert;
    const componentId = components.get(component);
    if (componentId === undefined) rejected.push({ index, code: 'unknown_component', detail: `labels.component: there is no component "${component}"` });
    else if (refusal(endsAt ?? startsAt, { ...arrival, mayBackfill: true }) === 'in_future')
      rejected.push({ index, code: 'in_future', detail: 'more than 60 seconds in the future: check the clock of the sender' });
    else read.push({ ...alert, componentId });
  }
  rejected.sort((a, b) => a.index - b.index);
  if (read.length === 0 && rejected[0]) throw new AppError('invalid_input', `No alert can be used. alerts[${rejected[0].index}]: ${rejected[0].detail}.`);
  return { read, rejected };
}

/** Stores what is new and returns how many alerts said it. The observations come first: an alert that is known has them. */
async function store({ series, queue, ingest, noteNewest }: Services, sourceId: number, read: readonly Located[], receivedAt: Instant): Promise<number> {
  noteNewest?.(Math.max(...read.map(({ startsAt, endsAt }) => endsAt ?? startsAt)));
  const ids = await series.resolve(
    sourceId,
    read.map((alert) => ({ componentId: alert.componentId, probe: alert })),
  );
  const placed = read.map((alert, i) => ({ alert, seriesId: ids[i] as number }));
  const hearing = { receivedAt, oldest: oldestAdmissible(receivedAt) };
  return transaction(ingest, async (client) => {
    await lockAlertsOf(client, sourceId);
    const scope = { seriesIds: [...new Set(ids)], oldest: hearing.oldest };
    const fingerprints = read.map(({ fingerprint }) => fingerprint);
    const heard = hearNotification(placed, await loadAlerts(client, scope, fingerprints), hearing);
    await queue.write(
      heard.steps.map(({ seriesId, at, value }) => ({ at, seriesId, health: value, ...NO_FIGURES, receivedAfterS: receivedAfterS(receivedAt, at) })),
    );
    await saveAlerts(client, heard);
    await forgetEndedAlerts(client, scope.seriesIds, receivedAt - KEPT_MS);
    return heard.news;
  });
}

const NO_FIGURES = { dataAgeMs: null, latencyUs: null };
