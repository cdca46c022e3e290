import type pg from 'pg';
import type { Instant, Span } from '#domain/time/interval';
import { assert } from '#server/errors';
import { readChunk, readProbes } from '#server/evaluation/sql/read-probes';
import type { World, WorldComponent } from '#server/evaluation/sql/world';
import { type CarriedSteps, type Evaluated, evaluateWindow } from './evaluate-window.ts';
import { type Evidence, type Grouped, group, lookBackMs, readEvidence } from './evidence.ts';
import { storedRawHistory } from './raw-history.ts';
import type { Window } from './window.ts';

/** Probes held in memory at once; a longer span is evaluated piece by piece. */
export const CHUNK_ROWS_MAX = 400_000;

export type Total = { windows: number; probes: number };
/** What a piece was evaluated from, and what came of it. */
export type Piece = Evaluated & { readFrom: Instant; window: Window; grouped: Grouped; evidence: Evidence };

export type Pieces = Omit<Window, 'from' | 'to'> & {
  chunkRowsMax: number;
  total: Total;
  only?: ((component: WorldComponent) => boolean) | undefined;
  carriedSteps?: CarriedSteps;
};

/** Evaluates a span from what is stored, in pieces that fit in memory; returns the last of them. */
export async function evaluatePieces(client: pg.ClientBase, world: World, span: Span, how: Pieces): Promise<Piece> {
  let from = span.from;
  for (;;) {
    const piece = await evaluatePiece(client, world, { from, to: span.to }, how);
    if (piece.window.to >= span.to) return piece;
    from = piece.window.to + 1;
  }
}

async function evaluatePiece(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { chunkRowsMax, total, only, carriedSteps, ...how }: Pieces,
): Promise<Piece> {
  const { to, readFrom, grouped, evidence, count } = await readPiece(client, world, span, chunkRowsMax);
  const window: Window = { ...how, from: span.from, to, isHead: how.isHead && to === span.to };
  const evaluated = await evaluateWindow(client, {
    world,
    window,
    evidence,
    historyOf: (component) => storedRawHistory(client, component),
    only,
    carriedSteps,
  });
  total.windows++;
  total.probes += count;
  return { ...evaluated, readFrom, window, grouped, evidence };
}

/** What the beginning of a span is evaluated from, as far as fits in memory: up to `to`. */
export async function readPiece(client: pg.ClientBase, world: World, span: Span, chunkRowsMax: number) {
  const readFrom = span.from - lookBackMs(world);
  const past = await readProbes(client, readFrom, span.from - 1);
  const { rows: fresh, to } = await readChunk(client, span.from, span.to, chunkRowsMax);
  assert(to >= span.from, 'a piece of a span moves forward');
  const grouped = group(fresh, world, group(past, world));
  const evidence = await readEvidence(client, world, grouped, readFrom, { from: span.from, to });
  return { to, readFrom, grouped, evidence, count: past.length + fresh.length };
}
