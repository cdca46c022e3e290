import type pg from 'pg';
import { joinDirtyRanges } from '#domain/measurement/join-dirty-ranges';
import type { Instant, Span } from '#domain/time/interval';
import type { World } from '#server/evaluation/sql/evaluation-inputs';
import type { CarriedSteps } from './diff-window.ts';
import { evaluatePieces, type Total } from './evaluate-pieces.ts';

/** How far an evaluation first extends past its span where what is stored there no longer follows from it. */
const EXTENSION_MS = 600_000;

/**
 * Splits the dirty ranges into late spans, ascending, and the rest, which is evaluated in one go from `from` to the end of the record.
 * No span is late for a new component: a late span updates the time of the latest probe in a current state that must exist.
 */
export function splitLate(
  dirty: readonly Span[],
  { watermark, evaluatedBefore, hasNew }: { watermark: Instant; evaluatedBefore: Instant | null; hasNew: boolean },
  reachMs: number,
): { from: Instant; late: Span[] } {
  let from = Math.min(evaluatedBefore ?? watermark - 1, watermark - 1);
  const late: Span[] = [];
  for (const span of joinDirtyRanges(dirty).reverse()) {
    if (hasNew || span.to + reachMs >= from) from = Math.min(from, span.from);
    else late.unshift({ from: span.from, to: span.to + reachMs });
  }
  return { from, late };
}

type Late = { endFrom: Instant; evaluatedUntil: Instant; chunkRowsMax: number; total: Total };

/** Evaluates a late span and extends it, in growing steps, until what is stored follows from it or it meets `endFrom`. */
export async function evaluateLateSpan(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { endFrom, ...how }: Late,
): Promise<void> {
  let { from, to } = span;
  let carried: CarriedSteps = new Map();
  const pieces = { ...how, isAtEnd: false, components: world.components };
  for (let extensionMs = EXTENSION_MS; ; extensionMs *= 2) {
    const piece = await evaluatePieces(client, world, { from, to: Math.min(to, endFrom) }, { ...pieces, carried });
    if (piece.carried.size === 0 || to >= endFrom) return;
    ({ carried } = piece);
    from = to + 1;
    to += extensionMs;
  }
}
