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

/** The components as a new database holds them. */
const SEED: Omit<CatalogComponent, 'policies'>[] = [
  {
    slug: 'serving',
    name: 'Serving',
    description: null,
    group: null,
    position: 1,
    targetMillionths: 999_000,
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
    isArchived: false,
    incidents: DEFAULT_SETTINGS,
  },
];

/** History is observed once a minute, which needs rules that wait longer; for the last hours the usual ones apply. */
const COARSE_RULES = { silenceAfterMs: 3 * COARSE_MS, confirmForMs: COARSE_MS };

function demoPolicies(began: Instant): Policy[] {
  return [
    { ...DEFAULT_POLICY, ...COARSE_RULES },
    { ...DEFAULT_POLICY, version: 2, effectiveFrom: fineFrom(began) },
  ];
}

/** What makes a database another's than the demo's, or null. `began`: when the demo did that is in it, if one is. */
function whatIsForeign(
  { groups, regions, components, sources }: Catalog,
  tokens: number,
  began: Instant | null,
): string | null {
  const foreign = sources.filter(({ name, kind }) => name !== DEMO_SOURCE || kind !== 'agent').map(({ name }) => name);
  if (foreign.length > 0) return `sources of its own (${foreign.join(', ')})`;
  if (tokens > 0) return 'tokens of its own';
  const policies = began === null ? [DEFAULT_POLICY] : demoPolicies(began);
  const expected = SEED.map((component) => ({ ...component, policies }));
  return groups.length > 0 || regions.length > 0 || !isDeepStrictEqual(components, expected)
    ? 'a catalogue of its own'
    : null;
}

const DEMO = { kind: 'system', name: 'demo' } as const;

async function prepare(db: TokenTransaction, ctx: Context): Promise<{ began: Instant; token: string }> {
  const source = await db.source.findUnique({ where: { name: DEMO_SOURCE }, select: { id: true, createdAt: true } });
  const tokensOfOthers = await db.token.count({
    where: source ? { OR: [{ sourceId: null }, { sourceId: { not: source.id } }] } : {},
  });
  const foreign = whatIsForeign(await loadCatalog(db), tokensOfOthers, source?.createdAt.getTime() ?? null);
  if (foreign)
    throw new AppError(
      'bad_environment',
      `--demo: this database has ${foreign}, and was left as it is: set DATA_DIR to an empty folder.`,
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
  await db.policyVersion.updateMany({ where: { version: 1 }, data: COARSE_RULES });
  const components = await db.component.findMany({ select: { id: true } });
  const effectiveFrom = new Date(fineFrom(began));
  await db.policyVersion.createMany({
    data: components.map(({ id }) => ({ componentId: id, version: 2, effectiveFrom })),
  });
}

/**
 * Makes rules, source and a token for the demo in a new database, all of it or nothing; where a demo was begun, a token alone, in the place of
 * the former one. `began`: when the demo did, by which its past is laid out. Errors: bad_environment for a database with anything else in it.
 */
export function prepareDemo(ctx: Context): Promise<{ began: Instant; token: string }> {
  return ctx.prisma.$transaction((db) => prepare(db, ctx), { isolationLevel: 'Serializable' });
}
