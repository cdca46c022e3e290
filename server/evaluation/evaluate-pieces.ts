import type pg from 'pg';
import type { Span } from '#domain/time/interval';
import type { World } from '#server/evaluation/sql/evaluation-inputs';
import type { CarriedSteps } from './diff-window.ts';
import { type Evaluated, evaluateWindow } from './evaluate-window.ts';
import type { LoadedEvidence } from './load-evidence.ts';
import { type Loaded, type Loading, loadWindow } from './load-window.ts';

/** Probes held in memory at once; a longer span is evaluated piece by piece. */
export const CHUNK_ROWS_MAX = 400_000;

export type Total = { windows: number; probes: number };
/** What a piece was evaluated from, and what came of it. */
export type Piece = { loaded: Loaded & LoadedEvidence } & Evaluated;

export type Pieces = Loading & { total: Total; carried?: CarriedSteps };

/** Evaluates a span from what is stored, in pieces that fit in memory; returns the last piece. */
export async function evaluatePieces(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { total, carried, ...loading }: Pieces,
): Promise<Piece> {
  let { from } = span;
  let before = carried;
  for (;;) {
    const loaded = await loadWindow(client, world, { from, to: span.to }, loading);
    const evaluated = await evaluateWindow(client, loaded, before);
    total.windows++;
    total.probes += loaded.probeCount;
    if (loaded.to >= span.to) return { loaded, ...evaluated };
    from = loaded.to + 1;
    before = evaluated.carried;
  }
}
