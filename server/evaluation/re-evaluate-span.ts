import type pg from 'pg';
import type { Instant, Span } from '#domain/time/interval';
import type { World, WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import { noteDirtyMinutes } from '#server/evaluation/sql/minute-rollups';
import { evaluatePieces, type Pieces } from './evaluate-pieces.ts';

type How = Pick<Pieces, 'total' | 'chunkRowsMax'> & { evaluatedUntil: Instant };

/** Evaluates some components again over a span that has been evaluated before. The caller's transaction holds the evaluation sequence. */
export async function reEvaluateSpan(
  client: pg.ClientBase,
  world: World,
  components: readonly WorldComponent[],
  { from, to }: Span,
  how: How,
): Promise<void> {
  const span = { from, to: to - 1 };
  await noteDirtyMinutes(client, [span]);
  await evaluatePieces(client, world, span, { ...how, components, isAtEnd: to === how.evaluatedUntil });
}
