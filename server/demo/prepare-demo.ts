import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SETTINGS } from '#domain/automation/incident-record';
import type { Catalog, CatalogComponent } from '#domain/catalog/catalog';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import { loadCatalog } from '#server/catalog/reads/load-catalog';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { type TokenTransaction, writeToken } from '#server/identity/tokens/write-token';
import { COARSE_MS, fineFrom } from './demo-probes.ts';

export const DEMO_SOURCE = 'demo';
const TOKEN_DAYS = 90;

/** The components of a new database. */
const SEED: Omit<CatalogComponent, 'policies'>[] = [
  {
    slug: 'serving',
    name: 'Serving',
    description: null,
    group: null,
    position: 1,
    targetMillionths: 999_000,
    effects: {},
    isArchived: false,
    incidents: DEFAULT_SETTINGS,
  },
  {
    slug: 'analytics',
    name: 'Analytics',
    description: null,
    group: null,
    position: 2,
    targetMillionths: 999_500,
    effects: {},
    isArchived: false,
    incidents: DEFAULT_SETTINGS,
  },
];

/** The coarse history has one probe per minute, which needs a policy with longer times. The default policy applies to the last hours. */
const COARSE_POLICY = { silenceAfterMs: 3 * COARSE_MS, confirmForMs: COARSE_MS };

function demoPolicies(began: Instant): Policy[] {
  return [
    { ...DEFAULT_POLICY, ...COARSE_POLICY },
    { ...DEFAULT_POLICY, version: 2, effectiveFrom: fineFrom(began) },
  ];
}

/** Describes data that does not belong to the demo, or returns null. `began`: the start of an existing demo. */
function findForeignData(
  { groups, regions, components, sources }: Catalog,
  tokens: number,
  began: Instant | null,
): string | null {
  const foreign = sources.filter(({ name, kind }) => name !== DEMO_SOURCE || kind !== 'agent').map(({ name }) => name);
  if (foreign.length > 0) return `other sources (${foreign.join(', ')})`;
  if (tokens > 0) return 'other tokens';
  const policies = began === null ? [DEFAULT_POLICY] : demoPolicies(began);
  const expected = SEED.map((component) => ({ ...component, policies }));
  return groups.length > 0 || regions.length > 0 || !isDeepStrictEqual(components, expected)
    ? 'another catalogue'
    : null;
}

const DEMO = { kind: 'system', name: 'demo' } as const;

async function prepare(db: TokenTransaction, ctx: Context): Promise<{ began: Instant; token: string }> {
  const source = await db.source.findUnique({ where: { name: DEMO_SOURCE }, select: { id: true, createdAt: true } });
  const otherTokens = await db.token.count({
    where: source ? { OR: [{ sourceId: null }, { sourceId: { not: source.id } }] } : {},
  });
  const foreign = findForeignData(await loadCatalog(db), otherTokens, source?.createdAt.getTime() ?? null);
  if (foreign)
    throw new AppError(
      'bad_environment',
      `--demo: the database contains ${foreign} and was not changed. Set DATA_DIR to an empty folder.`,
    );
  const began = source?.createdAt.getTime() ?? ctx.clock.now();
  if (source) await db.token.deleteMany({ where: { sourceId: source.id } });
  else await begin(db, began);
  const { text } = await writeToken({ ...ctx, actor: DEMO }, db, {
    scopes: ['probes:write', 'probes:backfill'],
    source: DEMO_SOURCE,
    name: 'demo',
    expiresInDays: TOKEN_DAYS,
  });
  return { began, token: text };
}

async function begin(db: TokenTransaction, began: Instant): Promise<void> {
  await db.source.create({ data: { name: DEMO_SOURCE, createdAt: new Date(began) } });
  await db.policyVersion.updateMany({ where: { version: 1 }, data: COARSE_POLICY });
  const components = await db.component.findMany({ select: { id: true } });
  const effectiveFrom = new Date(fineFrom(began));
  await db.policyVersion.createMany({
    data: components.map(({ id }) => ({ componentId: id, version: 2, effectiveFrom })),
  });
}

/**
 * Creates the policies, the source and a token of the demo in a new database, in one transaction. In a database with a demo it only replaces
 * the token. `began` is the start of the demo, which dates its history. Errors: bad_environment for a database with any other data.
 */
export function prepareDemo(ctx: Context): Promise<{ began: Instant; token: string }> {
  return ctx.prisma.$transaction((db) => prepare(db, ctx), { isolationLevel: 'Serializable' });
}
