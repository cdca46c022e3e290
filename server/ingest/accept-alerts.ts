import pLimit, { type LimitFunction } from 'p-limit';
import type pg from 'pg';
import { oldestAdmissible, refusal } from '#domain/measurement/probe-admission';
import type { AlertArrival } from '#domain/measurement/received-alert';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import { transaction } from '#server/db/transaction';
import { AppError } from '#server/errors';
import type { Sender } from '#server/identity/tokens/sender';
import { noteTruncated } from '#server/ingest/sql/alert-senders';
import {
  endlessFingerprints,
  forgetEndedAlerts,
  loadAlerts,
  lockAlertsOf,
  saveAlerts,
} from '#server/ingest/sql/alerts';
import { claimNotification, forgetNotifications } from '#server/ingest/sql/stored-notifications';
import {
  ALERTS_MAX,
  type AlertSettings,
  notificationEnvelopeSchema,
  REPEATS_MAX,
  type ReadAlert,
  readAlert,
} from './alert-schemas.ts';
import { applyNotification } from './apply-notification.ts';
import type { Checked, DeliveryArrival, DeliveryServices } from './delivery-kind.ts';
import { receivedAfterS } from './lag-seconds.ts';
import { logOnce } from './log-once.ts';
import type { Receipt, Rejected } from './schemas.ts';

/** Ended alerts are retained for as long as raw probes (rule 8). */
const RETENTION_MS = 14 * DAY_MS;
/** Notifications of one source that may wait; further ones are answered 503. Alertmanager sends one per group every few seconds. */
const WAITING_MAX = 50;
/** Sources whose notifications are stored at once. Each holds one connection of the pool `ingest` while its probes are stored on others. */
const STORING_MAX = 2;

type Services = Omit<DeliveryServices, 'clock' | 'contacts'>;

/**
 * Makes the verb that accepts a notification of Alertmanager (version 4, parsed as JSON). It checks each alert on its own, and stores what
 * follows from all known alerts as probes of their instances before it resolves. An alert without news or with an ignored severity is a
 * duplicate; an alert that is not mentioned stays as it was. A notification with the `id` of a stored one changes nothing. A source stores one notification at a time, and only few sources at once: each
 * holds a connection during that time, and storing its probes needs others.
 * Errors: invalid_input (also where no alert can be used), too_many_probes, forbidden, overloaded.
 */
export function createAcceptAlerts() {
  const queues = new Map<number, LimitFunction>();
  const storing = pLimit(STORING_MAX);
  const warn = logOnce();

  return async function acceptAlerts(
    services: Services,
    sender: Sender,
    body: unknown,
    arrival: DeliveryArrival & { id: string },
  ): Promise<Receipt> {
    const { sourceId, source } = sourceOf(sender);
    const { read, rejected, truncated } = await locate(services, readNotification(sender, body, arrival));
    const queue = queues.get(sourceId) ?? pLimit(1);
    queues.set(sourceId, queue);
    if (queue.pendingCount >= WAITING_MAX)
      throw new AppError(
        'overloaded',
        `More than ${WAITING_MAX} notifications of this source are waiting. Send this one again after Retry-After.`,
      );
    for (const { unknownSeverity: severity } of read)
      if (severity !== null)
        warn(
          services.log,
          { source, severity },
          'unknown alert severity counts as down; map it under severities in the catalogue',
        );
    if (truncated > 0) {
      warn(
        services.log,
        { source },
        'notifications omit alerts (truncatedAlerts), whose state is therefore unknown; raise max_alerts',
      );
      await noteTruncated(services.ingest, sourceId, arrival.receivedAt, truncated);
    }
    const accepted = await queue(() => storing(() => store(services, sourceId, read, arrival)));
    return { accepted, duplicates: read.length - accepted, rejected };
  };
}

function sourceOf({ scopes, sourceId, sourceName, sourceKind, alerts }: Sender): {
  sourceId: number;
  source: string | null;
  settings: AlertSettings;
} {
  if (!scopes.includes('probes:write') || sourceId === null || alerts === null)
    throw new AppError('forbidden', 'This token lacks the scope probes:write.');
  if (sourceKind !== 'edge')
    throw new AppError(
      'forbidden',
      `Alerts must come from a source of kind edge; "${sourceName}" is of kind ${sourceKind}. Add one to a catalogue file (sources: name, kind: edge), apply it with "catalog apply", and create a token for it.`,
    );
  return { sourceId, source: sourceName, settings: alerts };
}

type Read = { read: ReadAlert[]; rejected: Rejected[]; truncated: number };
type Located = ReadAlert & { componentId: number };

/** Checks a notification as far as that needs no database. Errors: as `acceptAlerts`, except overloaded. */
export function checkAlerts(sender: Sender, body: unknown, arrival: DeliveryArrival): Checked {
  const { read, rejected } = readNotification(sender, body, arrival);
  return { receipt: { accepted: read.length, duplicates: 0, rejected }, newestAt: newestOf(read, arrival.receivedAt) };
}

function newestOf(read: readonly ReadAlert[], receivedAt: Instant): Instant {
  return Math.max(...read.map(({ endsAt }) => endsAt ?? receivedAt));
}

/** Separates the alerts that can be read from those that are rejected. */
function readNotification(sender: Sender, body: unknown, arrival: DeliveryArrival): Read {
  const { settings } = sourceOf(sender);
  const envelope = notificationEnvelopeSchema.safeParse(body);
  if (!envelope.success)
    throw new AppError('invalid_input', 'The body must be a notification of Alertmanager, version 4: {"alerts": […]}.');
  const { alerts, truncatedAlerts } = envelope.data;
  if (alerts.length > ALERTS_MAX)
    throw new AppError(
      'too_many_probes',
      `alerts: must hold at most ${ALERTS_MAX} alerts. Set max_alerts in Alertmanager.`,
    );
  const all = refuseRepeats(alerts.map((alert, index) => readAlert(alert, index, settings))).map((one) =>
    'code' in one ? one : refuseFuture(one, arrival),
  );
  const read = all.flatMap((one) => ('code' in one ? [] : [one]));
  const rejected = all.flatMap((one) => ('code' in one ? [one] : []));
  return usable({ read, rejected, truncated: truncatedAlerts });
}

/** Returns what was read of a notification. Errors: invalid_input if no alert of it can be used. */
function usable<R extends { read: unknown[]; rejected: Rejected[] }>(notification: R): R {
  const [first] = notification.rejected;
  if (notification.read.length === 0 && first)
    throw new AppError(
      'invalid_input',
      `No alert in this notification is valid. alerts[${first.index}]: ${first.detail}.`,
    );
  return notification;
}

function refuseFuture(alert: ReadAlert, arrival: DeliveryArrival): ReadAlert | Rejected {
  const { index, startsAt, endsAt } = alert;
  const latestAt = Math.max(startsAt, endsAt ?? startsAt);
  if (refusal(latestAt, { ...arrival, mayBackfill: true }) !== 'in_future') return alert;
  const detail = 'startsAt, endsAt: must be at most 60 seconds in the future; check the clock of the sender';
  return { index, code: 'in_future', detail };
}

/** Finds the components of alerts, and rejects those of unknown ones. */
async function locate({ series }: Services, { read, rejected, truncated }: Read) {
  const components = await series.componentIds(new Set(read.map(({ component }) => component)));
  const located: Located[] = [];
  const unknown: Rejected[] = [];
  for (const alert of read) {
    const { index, component } = alert;
    const componentId = components.get(component);
    const detail = `labels.component: component "${component}" does not exist`;
    if (componentId === undefined) unknown.push({ index, code: 'unknown_component', detail });
    else located.push({ ...alert, componentId });
  }
  return usable({
    read: located,
    rejected: [...rejected, ...unknown].sort((a, b) => a.index - b.index),
    truncated,
  });
}

/** Rejects the alerts of one fingerprint beyond `REPEATS_MAX`. A sender should hold one alert per fingerprint. */
function refuseRepeats(all: readonly (ReadAlert | Rejected)[]): (ReadAlert | Rejected)[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    if ('code' in one) return one;
    const times = (seen.get(one.fingerprint) ?? 0) + 1;
    seen.set(one.fingerprint, times);
    if (times <= REPEATS_MAX) return one;
    return {
      index: one.index,
      code: 'invalid',
      detail: `fingerprint: a notification must hold at most ${REPEATS_MAX} alerts of one fingerprint`,
    };
  });
}

/** Leaves out ignored alerts without a known open period, because nothing is stored for them. The others are decided under the lock. */
async function withoutIgnored(pool: pg.Pool, sourceId: number, read: readonly Located[]): Promise<readonly Located[]> {
  const ignored = read.filter(({ isIgnored }) => isIgnored).map(({ fingerprint }) => fingerprint);
  if (ignored.length === 0) return read;
  const endless = await endlessFingerprints(pool, sourceId, ignored);
  return read.filter(({ isIgnored, fingerprint }) => !isIgnored || endless.has(fingerprint));
}

/** Stores what is new and returns the number of alerts with news. Probes are stored first, so that every stored alert has its probes. */
async function store(
  services: Services,
  sourceId: number,
  all: readonly Located[],
  { receivedAt, id }: DeliveryArrival & { id: string },
): Promise<number> {
  const { series, queue, ingest, noteNewest, isSpooled } = services;
  if (isSpooled?.()) throw new AppError('overloaded', 'The notification was not stored yet.');
  const read = await withoutIgnored(ingest, sourceId, all);
  if (read.length === 0) return 0;
  noteNewest?.(newestOf(read, receivedAt));
  const ids = await series.resolve(
    sourceId,
    read.map((alert) => ({ componentId: alert.componentId, probe: alert })),
  );
  const placed = read.map((alert, i) => ({ alert, seriesId: ids[i] as number }));
  const arrived: AlertArrival = { receivedAt, oldest: oldestAdmissible(receivedAt) };
  return transaction(ingest, async (client) => {
    await lockAlertsOf(client, sourceId);
    if (!(await claimNotification(client, { id, sourceId, receivedAt }))) return 0;
    const scope = { seriesIds: [...new Set(ids)], oldest: arrived.oldest };
    const fingerprints = read.map(({ fingerprint }) => fingerprint);
    const applied = applyNotification(placed, await loadAlerts(client, scope, fingerprints), arrived);
    await queue.write(
      applied.steps.map(({ seriesId, at, value }) => ({
        at,
        seriesId,
        health: value,
        ...NO_FIGURES,
        receivedAfterS: receivedAfterS(receivedAt, at),
      })),
    );
    await saveAlerts(client, applied, receivedAt);
    await forgetEndedAlerts(client, scope.seriesIds, receivedAt - RETENTION_MS);
    await forgetNotifications(client, sourceId, receivedAt - RETENTION_MS);
    return applied.newsCount;
  });
}

const NO_FIGURES = { dataAgeMs: null, latencyUs: null };
