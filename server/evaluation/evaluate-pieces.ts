import type pg from 'pg';
import type { Instant, Span } from '#domain/time/interval';
import { assert } from '#server/errors';
import { readChunk, readObservations } from '#server/evaluation/sql/read-probes';
import type { World, WorldComponent } from '#server/evaluation/sql/world';
import { type Judged, judgeWindow, type Overhang } from './evaluate-window.ts';
import { type Evidence, type Grouped, group, lookBackMs, readEvidence } from './evidence.ts';
import { storedRawHistory } from './raw-history.ts';
import type { Window } from './window.ts';

/** Observations held in memory at once; a longer span is judged piece by piece. */
export const CHUNK_ROWS_MAX = 400_000;

export type Total = { windows: number; observations: number };
/** What a piece was judged from, and what came of it. */
export type Piece = Judged & { readFrom: Instant; window: Window; grouped: Grouped; evidence: Evidence };

export type Pieces = Omit<Window, 'from' | 'to'> & {
  chunkRowsMax: number;
  total: Total;
  only?: ((component: WorldComponent) => boolean) | undefined;
  overhang?: Overhang;
};

/** Judges a span from what is stored, in pieces that fit in memory; returns the last of them. */
export async function judgePieces(client: pg.ClientBase, world: World, span: Span, how: Pieces): Promise<Piece> {
  let from = span.from;
  for (;;) {
    const piece = await judgePiece(client, world, { from, to: span.to }, how);
    if (piece.window.to >= span.to) return piece;
    from = piece.window.to + 1;
  }
}

async function judgePiece(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { chunkRowsMax, total, only, overhang, ...how }: Pieces,
): Promise<Piece> {
  const { to, readFrom, grouped, evidence, count } = await readPiece(client, world, span, chunkRowsMax);
  const window: Window = { ...how, from: span.from, to, isHead: how.isHead && to === span.to };
  const judged = await judgeWindow(client, {
    world,
    window,
    evidence,
    historyOf: (component) => storedRawHistory(client, component),
    only,
    overhang,
  });
  total.windows++;
  total.observations += count;
  return { ...judged, readFrom, window, grouped, evidence };
}

/** What the beginning of a span is judged from, as far as fits in memory: up to `to`. */
export async function readPiece(client: pg.ClientBase, world: World, span: Span, chunkRowsMax: number) {
  const readFrom = span.from - lookBackMs(world);
  const past = await readObservations(client, readFrom, span.from - 1);
  const { rows: fresh, to } = await readChunk(client, span.from, span.to, chunkRowsMax);
  assert(to >= span.from, 'a piece of a span moves forward');
  const grouped = group(fresh, world, group(past, world));
  const evidence = await readEvidence(client, world, grouped, readFrom, { from: span.from, to });
  return { to, readFrom, grouped, evidence, count: past.length + fresh.length };
}
