import type pg from 'pg';
import type { Span } from '#domain/time/interval';
import type { World, WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import type { Evidence } from './evidence.ts';
import { type LoadedEvidence, loadEvidence } from './load-evidence.ts';
import { loadStatus, type StatusRecords } from './load-status.ts';
import type { Window } from './window.ts';

/** All that one pass needs: nothing more is read while it computes, compares and writes. `components`: those that it evaluates. */
export type Loaded = {
  world: World;
  components: readonly WorldComponent[];
  window: Window;
  evidence: Evidence;
  status: StatusRecords;
};

export type Loading = Omit<Window, 'from' | 'to'> & {
  components: readonly WorldComponent[];
  chunkRowsMax: number;
};

/** Loads the first window of a span from the database: the whole span, or as much of it as `chunkRowsMax` probes allow. */
export async function loadWindow(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { components, chunkRowsMax, isAtEnd, evaluatedUntil }: Loading,
): Promise<Loaded & LoadedEvidence> {
  const loaded = await loadEvidence(client, world, span, chunkRowsMax);
  const window = { from: span.from, to: loaded.to, isAtEnd: isAtEnd && loaded.to === span.to, evaluatedUntil };
  const status = await loadStatus(client, components, loaded.readFrom, window);
  return { ...loaded, world, components, window, status };
}
