import { type CatalogPlan, catalogPlan } from '#domain/catalog-plan';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { loadCatalog } from './load-catalog.ts';
import { parseCatalog, told } from './parse-catalog.ts';
import { writeChange } from './write-change.ts';

const TRANSACTION_MS_MAX = 60_000;

/** `onPlan` hears what is going to change before anything does. */
export type ApplyCatalog = { text: string; isDryRun?: boolean; onPlan?: (plan: CatalogPlan) => unknown };

/**
 * Makes the catalogue hold what a file (YAML, docs/catalog.md) describes, all of it or nothing. What the file does not speak of is left alone;
 * nothing is ever deleted. Errors: invalid_input, which names every mistake; also where something else changed the catalogue meanwhile.
 */
export async function applyCatalog(ctx: Pick<Context, 'prisma' | 'clock' | 'random'>, { text, isDryRun = false, onPlan }: ApplyCatalog): Promise<CatalogPlan> {
  const wanted = parseCatalog(text);
  const now = ctx.clock.now();
  const work = async (db: Parameters<typeof loadCatalog>[0]) => {
    const plan = catalogPlan(await loadCatalog(db), wanted, now);
    if (plan.problems.length > 0) throw new AppError('invalid_input', told(plan.problems));
    onPlan?.(plan);
    if (!isDryRun) for (const change of plan.changes) await writeChange(db, change, { now, random: ctx.random });
    return plan;
  };
  return ctx.prisma.$transaction(work, { isolationLevel: 'Serializable', timeout: TRANSACTION_MS_MAX }).catch((error: { code?: string }) => {
    if (error.code !== 'P2034' && error.code !== 'P2002') throw error;
    throw new AppError('invalid_input', 'Nothing was changed: something else changed the catalogue at the same time. Apply it again.');
  });
}
