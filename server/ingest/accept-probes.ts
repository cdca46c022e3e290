import { wholeUnits } from '#domain/measurement/probe';
import { refusal } from '#domain/measurement/probe-admission';
import type { Sender } from '#server/identity/tokens/sender';
import type { ProbeRow } from '#server/ingest/sql/probes';
import type { Checked, DeliveryArrival, DeliveryServices } from './delivery-kind.ts';
import { receivedAfterS } from './lag-seconds.ts';
import type { Probe, Receipt } from './schemas.ts';
import { type ValidProbe, validateBatch, validateProbes } from './validate-probes.ts';

const DETAILS = {
  unknown_component: (probe: Probe) => `component: component "${probe.component}" does not exist`,
  too_old: () =>
    'observedAt: must be at most 48 hours in the past; older probes require a token with the scope probes:backfill',
  in_future: () =>
    'observedAt: must be at most 60 seconds in the future; compare the clock of the sender with the Date header of this response',
} as const;

type Admitted = ValidProbe & { componentId: number };
/** `contacts` records each delivery of an agent, even where all of it is refused. */
type Services = Omit<DeliveryServices, 'ingest' | 'log' | 'isSpooled'>;

/**
 * Accepts a batch of probes (the body of POST /api/v1/probes, parsed as JSON). Checks each probe on its own; admitted probes are
 * durable when this resolves. Errors: invalid_input, too_many_probes, forbidden, overloaded.
 */
export async function acceptProbes(
  services: Services,
  sender: Sender,
  body: unknown,
  arrival: DeliveryArrival,
): Promise<Receipt> {
  const { receivedAt } = arrival;
  const { probes, sourceId, mayBackfill } = validateBatch(body, sender);
  const { parsed, rejected } = validateProbes(probes);
  const components = await services.series.componentIds(new Set(parsed.map(({ probe }) => probe.component)));
  const admitted: Admitted[] = [];
  for (const one of parsed) {
    const componentId = components.get(one.probe.component);
    const code = componentId === undefined ? 'unknown_component' : refusal(one.at, { ...arrival, mayBackfill });
    if (componentId !== undefined && code === null)
      admitted.push({ index: one.index, probe: one.probe, at: one.at, componentId });
    else if (code) rejected.push({ index: one.index, code, detail: DETAILS[code](one.probe) });
  }
  const newestAt = newestOf(admitted);
  services.noteNewest?.(newestAt);
  const { duplicates, refused } = await storeEach(services, sourceId, admitted, receivedAt);
  for (const { index } of refused)
    rejected.push({ index, code: 'invalid', detail: 'probe: contains a value that cannot be stored' });
  if (parsed.length > 0 && sender.sourceKind === 'agent')
    services.contacts.note(sourceId, {
      receivedAt,
      newestAcceptedAt: admitted.length > 0 ? newestAt : null,
      earliestRefusedAt: Math.min(...parsed.map(({ at }) => at)),
    });
  if (admitted.length > 0 && sender.sourceKind === 'agent') services.clock.noteObserved(newestAt); // instants of other kinds of source are no evidence of the time
  return {
    accepted: admitted.length - duplicates - refused.length,
    duplicates,
    rejected: rejected.sort((a, b) => a.index - b.index),
  };
}

/**
 * Checks a batch as far as that needs no database. The receipt counts every probe that it does not reject as accepted. Errors: as
 * `acceptProbes`, except overloaded.
 */
export function checkProbes(sender: Sender, body: unknown, arrival: DeliveryArrival): Checked {
  const { probes, mayBackfill } = validateBatch(body, sender);
  const { parsed, rejected } = validateProbes(probes);
  const admitted: ValidProbe[] = [];
  for (const one of parsed) {
    const code = refusal(one.at, { ...arrival, mayBackfill });
    if (code === null) admitted.push(one);
    else rejected.push({ index: one.index, code, detail: DETAILS[code]() });
  }
  rejected.sort((a, b) => a.index - b.index);
  return { receipt: { accepted: admitted.length, duplicates: 0, rejected }, newestAt: newestOf(admitted) };
}

/** Stores the admitted probes. The checks should let no unstorable value pass; where they do, only that probe is refused. */
async function storeEach(
  { series, queue }: Services,
  sourceId: number,
  admitted: readonly Admitted[],
  receivedAt: number,
) {
  const ids = await series.resolveEach(sourceId, admitted);
  const placed = admitted.flatMap((one, i) => (ids[i] == null ? [] : [{ one, row: toRow(one, ids[i], receivedAt) }]));
  const written = await queue.writeEach(placed.map(({ row }) => row));
  const unplaced = admitted.filter((_, i) => ids[i] == null);
  return {
    duplicates: written.duplicates,
    refused: [...unplaced, ...written.refused.map((i) => (placed[i] as (typeof placed)[number]).one)],
  };
}

function newestOf(probes: readonly { at: number }[]): number {
  return probes.reduce((newest, { at }) => Math.max(newest, at), 0);
}

function toRow({ probe, at }: Admitted, seriesId: number, receivedAt: number): ProbeRow {
  return {
    at,
    seriesId,
    health: probe.health,
    dataAgeMs: typeof probe.dataAgeSeconds === 'number' ? wholeUnits(probe.dataAgeSeconds * 1000) : null,
    latencyUs: typeof probe.latencyMs === 'number' ? wholeUnits(probe.latencyMs * 1000) : null,
    receivedAfterS: receivedAfterS(receivedAt, at),
  };
}
