import type pg from 'pg';
import { type Catalogue, loadSeries, type World } from '#server/evaluation/sql/evaluation-inputs';
import { readProbes } from '#server/evaluation/sql/read-probes';
import { lapsesWithin } from '#server/ingest/sql/alert-lapses';
import { lookBackMs } from './evidence.ts';
import { withIntervals } from './load-status.ts';
import type { Loaded } from './load-window.ts';
import { type RecentRecord, rememberedEvidence } from './recent-record.ts';
import type { Window } from './window.ts';

/**
 * Loads a window at the end of the record from what is remembered; reads only the probes of the window, lapses and intervals.
 * Returns null where the window holds `rowsMax` probes or more, which must be evaluated in pieces.
 */
export async function loadRemembered(
  client: pg.ClientBase,
  catalogue: Catalogue,
  record: RecentRecord,
  { window, rowsMax }: { window: Window; rowsMax: number },
): Promise<(Loaded & { probeCount: number }) | null> {
  const world: World = { ...catalogue, series: record.series };
  const fresh = await readProbes(client, window.from, window.to, rowsMax);
  if (fresh.length >= rowsMax) return null;
  // Lapses of the look-back are read too, because a repeated alert moves them.
  const lapses = await lapsesWithin(client, window.from - lookBackMs(world), window.to);
  const isNew = (seriesId: number) => !world.series.has(seriesId);
  if (fresh.some((row) => isNew(row.seriesId)) || [...lapses.keys()].some(isNew))
    for (const [id, series] of await loadSeries(client)) world.series.set(id, series);
  const { components } = world;
  const status = await withIntervals(client, components, record.raw, window);
  const evidence = rememberedEvidence(record, world, window.from, { probes: fresh, lapses });
  return { world, components, window, evidence, status, probeCount: fresh.length };
}
