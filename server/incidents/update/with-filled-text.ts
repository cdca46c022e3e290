import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { withIncidentLock } from './incident-lock.ts';
import { placeholderFacts } from './placeholder-facts.ts';

/** How often a text is prepared again because its incident has changed. */
const TRIES_MAX = 5;

type Filling<T> = { incident: string; hasPlaceholders: boolean; prepare: () => Promise<T> };

/**
 * Runs a change of incidents with a text that is filled in and rendered before the incident lock is taken. If the facts of its placeholders have changed by then,
 * prepares the text again, so that it is published with current facts. Errors: those of `prepare` and `work`; conflict if the facts keep changing.
 */
export async function withFilledText<T, R>(
  ctx: Pick<Context, 'prisma' | 'queues'>,
  { incident, hasPlaceholders, prepare }: Filling<T>,
  work: (tx: IncidentTransaction, text: T) => Promise<R>,
): Promise<R> {
  const factsIn = async (db: Parameters<typeof placeholderFacts>[0]) =>
    hasPlaceholders ? JSON.stringify(await placeholderFacts(db, incident, [])) : '';
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const before = await factsIn(ctx.prisma);
    const text = await prepare();
    const done = await withIncidentLock(ctx, async (tx) =>
      (await factsIn(tx)) === before ? { answer: await work(tx, text) } : null,
    );
    if (done) return done.answer;
  }
  throw new AppError(
    'conflict',
    'The incident changed several times while its placeholders were filled in. Try again.',
  );
}
