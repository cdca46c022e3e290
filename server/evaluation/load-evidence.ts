import type pg from 'pg';
import type { Instant, Span } from '#domain/time/interval';
import { assert } from '#server/errors';
import type { World } from '#server/evaluation/sql/evaluation-inputs';
import { readChunk, readProbes } from '#server/evaluation/sql/read-probes';
import { loadStates } from '#server/evaluation/sql/state-runs';
import { lapsesWithin } from '#server/ingest/sql/alert-lapses';
import { droppedDays } from '#server/ingest/sql/partitions';
import { type Evidence, type Grouped, group, lookBackMs } from './evidence.ts';

/** `to`: how far the evidence reaches, which is less than the span where that holds too many probes. `readFrom`: start of the look-back. */
export type LoadedEvidence = {
  to: Instant;
  readFrom: Instant;
  grouped: Grouped;
  evidence: Evidence;
  probeCount: number;
};

const NONE: never[] = [];

/** Loads the input of rules 1 and 2 for the start of a span: at most `chunkRowsMax` probes, and the look-back before them. */
export async function loadEvidence(
  client: pg.ClientBase,
  world: World,
  span: Span,
  chunkRowsMax: number,
): Promise<LoadedEvidence> {
  const readFrom = span.from - lookBackMs(world);
  const past = await readProbes(client, readFrom, span.from - 1);
  const { rows: fresh, to } = await readChunk(client, span.from, span.to, chunkRowsMax);
  assert(to >= span.from, 'a piece of a span moves forward');
  const grouped = group(fresh, world, group(past, world));
  const states = await loadStates(client, [...world.series.keys()], readFrom - 1, to);
  const lapses = await lapsesWithin(client, readFrom, to);
  const evidence: Evidence = {
    probesOf: (id) => grouped.bySeries.get(id) ?? NONE,
    activityOf: (sourceId) => grouped.activity.get(sourceId) ?? NONE,
    lapsesOf: (id) => lapses.get(id) ?? NONE,
    states,
    reach: readFrom,
    dropped: await droppedDays(client, readFrom, to),
  };
  return { to, readFrom, grouped, evidence, probeCount: past.length + fresh.length };
}
