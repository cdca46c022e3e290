import pLimit, { type LimitFunction } from 'p-limit';
import type pg from 'pg';
import { type Arrival, oldestAdmissible, refusal } from '#domain/measurement/admission';
import type { AlertArrival } from '#domain/measurement/received-alert';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import { transaction } from '#server/db/transaction';
import { AppError } from '#server/errors';
import type { Sender } from '#server/identity/tokens/authenticate';
import { noteTruncated } from '#server/ingest/sql/alert-senders';
import {
  endlessFingerprints,
  forgetEndedAlerts,
  loadAlerts,
  lockAlertsOf,
  saveAlerts,
} from '#server/ingest/sql/alerts';
import type { Log } from '#server/log';
import {
  ALERTS_MAX,
  notificationEnvelopeSchema,
  REPEATS_MAX,
  type ReadAlert,
  type Reading,
  readAlert,
} from './alert-schemas.ts';
import { applyNotification } from './apply-notification.ts';
import { receivedAfterS } from './lag-seconds.ts';
import { logOnce } from './log-once.ts';
import type { Receipt, Rejected } from './schemas.ts';
import type { SeriesCache } from './series-cache.ts';
import type { WriteQueue } from './write-queue.ts';

/** Alerts that ended are known for this long, as long as raw probes are. */
const KEPT_MS = 14 * DAY_MS;
/** Notifications of one source that may wait for the one before them; beyond it 503. Alertmanager sends one per group every few seconds. */
const WAITING_MAX = 50;
/** Sources whose notifications are stored at once: each holds one connection of `ingest` while its probes are stored on the others. */
const STORING_MAX = 2;

type Services = {
  series: SeriesCache;
  queue: WriteQueue;
  ingest: pg.Pool;
  log: Log;
  noteNewest?: (newestAt: Instant) => unknown;
};

/**
 * Makes the verb that takes a notification of Alertmanager (version 4, parsed as JSON) at `arrival`: each alert is evaluated by itself, and what
 * follows from all that are known is stored as probes of their instances before it resolves. An alert that says nothing new is a
 * duplicate, as is one whose severity is ignored; one that is not mentioned goes on as it was. One notification of a source at a time, and of few
 * sources at once: each needs a connection for as long as it takes, and storing probes needs others. Errors: invalid_input (also where no alert can be used),
 * too_many_probes, forbidden, overloaded.
 */
export function createAcceptAlerts() {
  const turns = new Map<number, LimitFunction>();
  const storing = pLimit(STORING_MAX);
  const warn = logOnce();

  return async function acceptAlerts(
    services: Services,
    sender: Sender,
    body: unknown,
    arrival: Omit<Arrival, 'mayBackfill'>,
  ): Promise<Receipt> {
    const { sourceId, source, reading } = sourceOf(sender);
    const { read, rejected, truncated } = await readNotification(services, body, { ...arrival, reading });
    const turn = turns.get(sourceId) ?? pLimit(1);
    turns.set(sourceId, turn);
    if (turn.pendingCount >= WAITING_MAX)
      throw new AppError('overloaded', 'Too many notifications wait: send it again after Retry-After.');
    for (const { unknownSeverity: severity } of read)
      if (severity !== null)
        warn(
          services.log,
          { source, severity },
          'unknown alert severity counts as down; say what it means under severities in the catalogue',
        );
    if (truncated > 0) {
      warn(
        services.log,
        { source },
        'notifications leave alerts out (truncatedAlerts): raise max_alerts; nothing is known of those left out',
      );
      await noteTruncated(services.ingest, sourceId, arrival.receivedAt, truncated);
    }
    const news = await turn(() => storing(() => store(services, sourceId, read, arrival.receivedAt)));
    return { accepted: news, duplicates: read.length - news, rejected };
  };
}

function sourceOf({ scopes, sourceId, sourceName, sourceKind, alerts }: Sender): {
  sourceId: number;
  source: string | null;
  reading: Reading;
} {
  if (!scopes.includes('probes:write') || sourceId === null || alerts === null)
    throw new AppError('forbidden', 'The token needs the scope probes:write.');
  if (sourceKind !== 'edge')
    throw new AppError(
      'forbidden',
      `Alerts are taken from sources of kind edge alone, and "${sourceName}" is of kind ${sourceKind}: describe one in a file (sources: name, kind: edge), apply it with "catalog apply", and make a token for it.`,
    );
  return { sourceId, source: sourceName, reading: alerts };
}

type Located = ReadAlert & { componentId: number };

/** Parts the alerts that can be used from those that cannot. */
async function readNotification(
  { series }: Services,
  body: unknown,
  { reading, ...arrival }: Omit<Arrival, 'mayBackfill'> & { reading: Reading },
) {
  const envelope = notificationEnvelopeSchema.safeParse(body);
  if (!envelope.success)
    throw new AppError('invalid_input', 'Expected a notification of Alertmanager, version 4: {"alerts": […]}.');
  const { alerts, truncatedAlerts } = envelope.data;
  if (alerts.length > ALERTS_MAX)
    throw new AppError('too_many_probes', `A notification holds at most ${ALERTS_MAX} alerts: set max_alerts.`);
  const all = refuseRepeats(alerts.map((alert, index) => readAlert(alert, index, reading)));
  const rejected: Rejected[] = all.filter((one) => 'code' in one);
  const components = await series.componentIds(new Set(all.flatMap((one) => ('code' in one ? [] : [one.component]))));
  const read: Located[] = [];
  for (const alert of all) {
    if ('code' in alert) continue;
    const { index, component, startsAt, endsAt } = alert;
    const latestAt = Math.max(startsAt, endsAt ?? startsAt);
    const componentId = components.get(component);
    if (componentId === undefined)
      rejected.push({
        index,
        code: 'unknown_component',
        detail: `labels.component: there is no component "${component}"`,
      });
    else if (refusal(latestAt, { ...arrival, mayBackfill: true }) === 'in_future')
      rejected.push({
        index,
        code: 'in_future',
        detail: 'more than 60 seconds in the future: check the clock of the sender',
      });
    else read.push({ ...alert, componentId });
  }
  rejected.sort((a, b) => a.index - b.index);
  if (read.length === 0 && rejected[0])
    throw new AppError('invalid_input', `No alert can be used. alerts[${rejected[0].index}]: ${rejected[0].detail}.`);
  return { read, rejected, truncated: truncatedAlerts };
}

/** Refuses what a notification says of one fingerprint beyond `REPEATS_MAX`: a sender holds one alert per fingerprint. */
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
      detail: `fingerprint: a notification holds at most ${REPEATS_MAX} alerts of one fingerprint`,
    };
  });
}

/** Leaves out ignored alerts of which no time without an end is known: nothing is stored for them. What they say of the others is decided under the lock. */
async function withoutIgnored(pool: pg.Pool, sourceId: number, read: readonly Located[]): Promise<readonly Located[]> {
  const ignored = read.filter(({ isIgnored }) => isIgnored).map(({ fingerprint }) => fingerprint);
  if (ignored.length === 0) return read;
  const endless = await endlessFingerprints(pool, sourceId, ignored);
  return read.filter(({ isIgnored, fingerprint }) => !isIgnored || endless.has(fingerprint));
}

/** Stores what is new and returns how many alerts said it. The probes come first: an alert that is known has them. */
async function store(
  services: Services,
  sourceId: number,
  all: readonly Located[],
  receivedAt: Instant,
): Promise<number> {
  const { series, queue, ingest, noteNewest } = services;
  const read = await withoutIgnored(ingest, sourceId, all);
  if (read.length === 0) return 0;
  noteNewest?.(Math.max(...read.map(({ endsAt }) => endsAt ?? receivedAt)));
  const ids = await series.resolve(
    sourceId,
    read.map((alert) => ({ componentId: alert.componentId, probe: alert })),
  );
  const placed = read.map((alert, i) => ({ alert, seriesId: ids[i] as number }));
  const arrived: AlertArrival = { receivedAt, oldest: oldestAdmissible(receivedAt) };
  return transaction(ingest, async (client) => {
    await lockAlertsOf(client, sourceId);
    const scope = { seriesIds: [...new Set(ids)], oldest: arrived.oldest };
    const fingerprints = read.map(({ fingerprint }) => fingerprint);
    const heard = applyNotification(placed, await loadAlerts(client, scope, fingerprints), arrived);
    await queue.write(
      heard.steps.map(({ seriesId, at, value }) => ({
        at,
        seriesId,
        health: value,
        ...NO_FIGURES,
        receivedAfterS: receivedAfterS(receivedAt, at),
      })),
    );
    await saveAlerts(client, heard, receivedAt);
    await forgetEndedAlerts(client, scope.seriesIds, receivedAt - KEPT_MS);
    return heard.news;
  });
}

const NO_FIGURES = { dataAgeMs: null, latencyUs: null };
