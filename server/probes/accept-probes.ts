import { refusal } from '#domain/admission';
import { wholeUnits } from '#domain/observation';
import { parseRfc3339 } from '#domain/rfc3339';
import type { Actor } from '../access/authenticate.ts';
import type { ObservationRow } from '../db/sql/observations.ts';
import { AppError } from '../errors.ts';
import { envelopeSchema, PROBES_MAX, type Probe, probeSchema, type Receipt, type Rejected } from './schemas.ts';
import type { SeriesCache } from './series-cache.ts';
import type { WriteQueue } from './write-queue.ts';

const SHORT_MAX = 32_767;
const DETAILS = {
  too_old: 'Older than 48 hours: live probes are taken up to that age; a token with scope probes:backfill may send older ones.',
  in_future: 'More than 60 seconds in the future: check the clock of the sender against the Date header of this answer.',
} as const;

type Admitted = { probe: Probe; at: number; componentId: number };
type Services = { series: SeriesCache; queue: WriteQueue };

function batchOf(body: unknown, actor: Actor) {
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) {
    const issue = envelope.error.issues[0];
    throw new AppError('invalid_input', `#/${issue?.path.join('/') ?? ''}: ${issue?.message}. Expected {"source": "…", "probes": […]}.`);
  }
  const { source, probes } = envelope.data;
  if (probes.length > PROBES_MAX) throw new AppError('too_many_probes', `A batch holds at most ${PROBES_MAX} probes: split it.`);
  const mayWrite = actor.scopes.includes('probes:write') || actor.scopes.includes('probes:backfill');
  if (!mayWrite || actor.sourceId === null || actor.sourceName !== source) throw new AppError('forbidden', 'The token is not for probes of this source.');
  return { probes, sourceId: actor.sourceId, mayBackfill: actor.scopes.includes('probes:backfill') };
}

/**
 * Takes a batch of probes (the body of POST /api/v1/probes, parsed as JSON) that arrived at `receivedAt`: each is judged by itself,
 * what is admitted is durable when this resolves. Errors: invalid_input, too_many_probes, forbidden, overloaded.
 */
export async function acceptProbes(services: Services, actor: Actor, body: unknown, receivedAt: number): Promise<Receipt> {
  const { probes, sourceId, mayBackfill } = batchOf(body, actor);
  const admitted: Admitted[] = [];
  const rejected: Rejected[] = [];
  const parseInstant = rememberingParser();
  for (const [index, value] of probes.entries()) {
    const result = await admit(services.series, value, parseInstant, receivedAt, mayBackfill);
    if ('code' in result) rejected.push({ index, ...result });
    else admitted.push(result);
  }
  const ids = await services.series.resolve(
    sourceId,
    admitted.map(({ probe, componentId }) => ({ componentId, instance: probe.instance, region: probe.region, zone: probe.zone })),
  );
  const duplicates = await services.queue.write(admitted.map((a, i) => toRow(a, ids[i] as number, receivedAt)));
  return { accepted: admitted.length - duplicates, duplicates, rejected };
}

/** Parses instants; the probes of a batch often share one, which is then parsed once. */
function rememberingParser(): (text: string) => number | null {
  let last: { text: string; at: number | null } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, at: parseRfc3339(text) };
    return last.at;
  };
}

async function admit(
  series: SeriesCache,
  value: unknown,
  parseInstant: (text: string) => number | null,
  receivedAt: number,
  mayBackfill: boolean,
): Promise<Admitted | Omit<Rejected, 'index'>> {
  const parsed = probeSchema.safeParse(value);
  if (!parsed.success) return { code: 'invalid', detail: `${parsed.error.issues[0]?.path.join('.') || 'probe'}: ${parsed.error.issues[0]?.message}` };
  const probe = parsed.data;
  const at = parseInstant(probe.observedAt);
  if (at === null) return { code: 'invalid', detail: 'observedAt: must be RFC 3339 with a zone, like 2022-03-30T13:20:00.000Z' };
  const componentId = await series.componentId(probe.component);
  if (componentId === undefined) return { code: 'unknown_component', detail: `There is no component "${probe.component}".` };
  const code = refusal(at, receivedAt, mayBackfill);
  return code ? { code, detail: DETAILS[code] } : { probe, at, componentId };
}

function toRow({ probe, at }: Admitted, seriesId: number, receivedAt: number): ObservationRow {
  return {
    at,
    seriesId,
    health: probe.health,
    dataAgeMs: typeof probe.dataAgeSeconds === 'number' ? wholeUnits(probe.dataAgeSeconds * 1000) : null,
    latencyUs: typeof probe.latencyMs === 'number' ? wholeUnits(probe.latencyMs * 1000) : null,
    receivedAfterS: Math.max(-SHORT_MAX, Math.min(SHORT_MAX, Math.floor((receivedAt - at) / 1000))),
  };
}
