import type pg from 'pg';
import type { Instant, Span } from '#domain/time/interval';
import { type Catalogue, loadSeries, type World } from '#server/evaluation/sql/evaluation-inputs';
import { evaluatePieces, type Total } from './evaluate-pieces.ts';
import { evaluateWindow } from './evaluate-window.ts';
import { lookBackMs } from './evidence.ts';
import { evaluateLateSpan, splitLate } from './late-probes.ts';
import { loadRemembered } from './load-remembered.ts';
import { covers, type Memory, noteChanges, type RecentRecord, recordOf, trim } from './recent-record.ts';
import type { Window } from './window.ts';

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
  const { from, late } = splitLate(dirty, part, lookBackMs(catalogue));
  const window: Window = { from, to: watermark - 1, isAtEnd: true, evaluatedUntil: watermark };
  if (!isHeld && known && late.length === 0 && covers(known, number, catalogue, from)) {
    const isDone = await evaluateRemembered(client, catalogue, known, { window, limits, total });
    if (isDone) return { ...known, number };
  }
  const world: World = { ...catalogue, series: await loadSeries(client) };
  const { chunkRowsMax } = limits;
  for (const span of late)
    await evaluateLateSpan(client, world, span, { endFrom: from, evaluatedUntil: watermark, chunkRowsMax, total });
  const { components } = world;
  const piece = await evaluatePieces(client, world, window, { ...window, components, chunkRowsMax, total });
  if (isHeld) return null;
  const recent = recordOf(world, number, piece);
  trim(recent, watermark, world, limits);
  return recent;
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
