import type pg from 'pg';
import type { Status } from '#domain/measurement/status';
import type { Instant, Span } from '#domain/time/interval';
import { purge } from '#server/evaluation/sql/evaluation';
import { noteDirtyMinutes } from '#server/evaluation/sql/minute-rollups';
import { holdRawStatus, rawStepBefore } from '#server/evaluation/sql/raw-status';
import type { World, WorldComponent } from '#server/evaluation/sql/world';
import { evaluatePieces, type Pieces } from './evaluate-pieces.ts';

type How = Pick<Pieces, 'total' | 'chunkRowsMax'> & { evaluatedUntil: Instant };

/** Purges states and raw status of some components in a span and evaluates them again from what is stored, by whoever has the turn. */
export async function reEvaluateSpan(
  client: pg.ClientBase,
  world: World,
  chosen: readonly WorldComponent[],
  { from, to }: Span,
  how: How,
): Promise<void> {
  const ids = chosen.map(({ id }) => id);
  await noteDirtyMinutes(client, [{ from, to: to - 1 }]);
  const after: Status[] = [];
  for (const id of ids) after.push((await rawStepBefore(client, id, to))?.value ?? 'not_monitored');
  await purge(client, ids, { from, to: to - 1 });
  const isHead = to === how.evaluatedUntil;
  if (!isHead) for (const [i, id] of ids.entries()) await holdRawStatus(client, id, to, after[i] as Status); // one for each
  await evaluatePieces(
    client,
    world,
    { from, to: to - 1 },
    { isHead, isForced: true, ...how, only: ({ id }) => ids.includes(id) },
  );
}
