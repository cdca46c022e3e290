import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { nextEvaluationNumber } from '#server/evaluation/sql/evaluation';
import { loadWorld } from '#server/evaluation/sql/evaluation-inputs';
import { partitionDays } from '#server/ingest/sql/partitions';
import { evaluableFrom } from './evaluable-from.ts';
import { CHUNK_ROWS_MAX, type Pieces, type Total } from './evaluate-pieces.ts';
import { reachedByEvaluation } from './evaluated-until.ts';
import { reEvaluateSpan } from './re-evaluate-span.ts';

/** A piece is rebuilt in one transaction, so that readers see it whole. Between two pieces, live evaluation can run. */
const PIECE_MS = 12 * 3_600_000;

export type Rebuild = { component?: string; from?: Instant; to?: Instant };

/**
 * Evaluates the read models again from the raw probes that are stored, each component up to the instant that it has reached. Spans older
 * than the probes stay as they are, and the page stays available. Errors: not_found for an unknown component, invalid_input for an empty span.
 */
export async function rebuildStatus(
  ctx: Pick<Context, 'worker'>,
  input: Rebuild,
  onPiece: (to: Instant) => void = () => undefined,
  chunkRowsMax = CHUNK_ROWS_MAX,
): Promise<Total> {
  const total: Total = { windows: 0, probes: 0 };
  const first = await evaluableFrom(ctx.worker);
  const end = reachedByEvaluation(await loadCurrentStates(ctx.worker));
  if (first === null || end === null) return total;
  const to = Math.min(input.to ?? end, end);
  let from = Math.max(input.from ?? first, first);
  if (from >= to)
    throw new AppError(
      'invalid_input',
      `The span to rebuild must overlap the stored probes: from ${new Date(first).toISOString()} to ${new Date(end).toISOString()}.`,
    );
  const days = await partitionDays(ctx.worker);
  while (from < to) {
    const pieceTo = Math.min(pieceEnd(from, days), to);
    await rebuildPiece(ctx, input.component, { from, to: pieceTo }, { total, chunkRowsMax });
    onPiece(pieceTo);
    from = pieceTo;
  }
  return total;
}

/** Returns the end of the piece that begins at `from`. Successive days without stored probes are one piece. */
function pieceEnd(from: Instant, days: readonly Instant[]): Instant {
  if (days.some((day) => day <= from && from < day + DAY_MS)) return Math.min(from + PIECE_MS, dayOf(from) + DAY_MS);
  return days.find((day) => day > from) ?? Number.POSITIVE_INFINITY;
}

async function rebuildPiece(
  ctx: Pick<Context, 'worker'>,
  slug: string | undefined,
  { from, to }: Span,
  how: Pick<Pieces, 'total' | 'chunkRowsMax'>,
): Promise<void> {
  await transaction(ctx.worker, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    await nextEvaluationNumber(client);
    const world = await loadWorld(client);
    const chosen = world.components.filter((component) => slug === undefined || component.slug === slug);
    if (chosen.length === 0) throw new AppError('not_found', `Component "${slug}" does not exist.`);
    const current = await loadCurrentStates(client);
    // Components with a held source are behind the others; one that was never evaluated has nothing to rebuild.
    for (const [evaluatedUntil, components] of Map.groupBy(
      chosen,
      ({ id }) => current.get(id)?.evaluatedUntil ?? from,
    )) {
      const end = Math.min(to, evaluatedUntil);
      if (from < end) await reEvaluateSpan(client, world, components, { from, to: end }, { evaluatedUntil, ...how });
    }
  });
}
