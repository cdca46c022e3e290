import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brandPlan, NO_BRAND } from '#domain/catalog/brand-plan';
import { loadCatalog } from '#server/catalog/reads/load-catalog';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import type { Context } from '#server/context';

const FOLDER = path.resolve(import.meta.dirname, '../../examples');

/** Gives the demo the brand of examples/brand.yaml, unless it has a brand already. */
export async function applySampleBrand(ctx: Context): Promise<void> {
  const { brand } = await loadCatalog(ctx.prisma);
  if (brandPlan(NO_BRAND, brand).length > 0) return;
  await applyCatalog(
    { ...ctx, actor: { kind: 'system', name: 'demo' } },
    {
      text: await readFile(path.join(FOLDER, 'brand.yaml'), 'utf8'),
      readFile: (name) => readFile(path.join(FOLDER, name)),
    },
  );
}
