import type pg from 'pg';
import { joinDirtyRanges } from '#domain/measurement/dirty-ranges';
import type { Instant, Span } from '#domain/time/interval';
import { type Catalogue, loadSeries, type World } from '#server/evaluation/sql/evaluation-inputs';
import type { CarriedSteps } from './diff-window.ts';
import { evaluatePieces, type Total } from './evaluate-pieces.ts';
import { evaluateWindow } from './evaluate-window.ts';
import { lookBackMs } from './evidence.ts';
import { loadRemembered } from './load-remembered.ts';
import { covers, type Memory, noteChanges, type RecentRecord, recordOf, trim } from './recent-record.ts';
import type { Window } from './window.ts';

/** How far an evaluation first extends past its span where what is stored there no longer follows from it. */
const EXTENSION_MS = 600_000;

/**
 * Components that are evaluated up to the same `watermark`. `isHeld`: they have reached it before, because one of their sources is held.
 * `hasNew`: one of them has no current state yet.
 */
export type Part = {
  catalogue: Catalogue;
  watermark: Instant;
  evaluatedBefore: Instant | null;
  isHeld: boolean;
  hasNew: boolean;
};

export type Limits = Memory & { chunkRowsMax: number };
export type Passing = {
  number: number;
  dirty: readonly Span[];
  known: RecentRecord | null;
  limits: Limits;
  total: Total & { isRemembered: boolean };
};

/** Evaluates one part and returns the record to remember of it: null for a held part. */
export async function evaluatePart(client: pg.ClientBase, part: Part, passing: Passing): Promise<RecentRecord | null> {
  const { catalogue, watermark, isHeld } = part;
  const { number, known, limits, total } = passing;
  const dirty = passing.dirty.filter((span) => span.from < watermark); // later ones are evaluated when the watermark passes them
  if (isHeld && dirty.length === 0) return null;
  const { from, late } = split(dirty, part, lookBackMs(catalogue));
  const window: Window = { from, to: watermark - 1, isAtEnd: true, evaluatedUntil: watermark };
  if (!isHeld && known && late.length === 0 && covers(known, number, catalogue, from)) {
    const isDone = await evaluateRemembered(client, catalogue, known, { window, limits, total });
    if (isDone) return { ...known, number };
  }
  const world: World = { ...catalogue, series: await loadSeries(client) };
  const { chunkRowsMax } = limits;
  for (const span of late)
    await evaluateLate(client, world, span, { endFrom: from, evaluatedUntil: watermark, chunkRowsMax, total });
  const { components } = world;
  const piece = await evaluatePieces(client, world, window, { ...window, components, chunkRowsMax, total });
  if (isHeld) return null;
  const recent = recordOf(world, number, piece);
  trim(recent, watermark, world, limits);
  return recent;
}

/**
 * Splits the dirty ranges into late spans, ascending, and the rest, which is evaluated in one go from `from` to the end of the record.
 * No span is late for a new component: a late span updates the time of the latest probe in a current state that must exist.
 */
function split(
  dirty: readonly Span[],
  { watermark, evaluatedBefore, hasNew }: Part,
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

type Remembering = Pick<Passing, 'limits' | 'total'> & { window: Window };

/** Evaluates the end of the record from what is remembered; false where the window holds too many probes to load at once. */
async function evaluateRemembered(
  client: pg.ClientBase,
  catalogue: Catalogue,
  known: RecentRecord,
  { window, limits, total }: Remembering,
): Promise<boolean> {
  const loaded = await loadRemembered(client, catalogue, known, { window, rowsMax: limits.chunkRowsMax });
  if (!loaded) return false;
  const { changes } = await evaluateWindow(client, loaded);
  noteChanges(known, changes);
  trim(known, window.evaluatedUntil, loaded.world, limits);
  total.windows++;
  total.probes += loaded.probeCount;
  total.isRemembered = true;
  return true;
}

type Late = { endFrom: Instant; evaluatedUntil: Instant; chunkRowsMax: number; total: Total };

/** Evaluates a late span and extends it, in growing steps, until what is stored follows from it or it meets `endFrom`. */
async function evaluateLate(client: pg.ClientBase, world: World, span: Span, { endFrom, ...how }: Late): Promise<void> {
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
