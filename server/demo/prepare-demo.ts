import { isDeepStrictEqual } from 'node:util';
import type { Catalog } from '#domain/catalog/catalog';
import { catalogPlan } from '#domain/catalog/catalog-plan';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import { writeChange } from '#server/catalog/plan/write-change';
import { loadCatalog } from '#server/catalog/reads/load-catalog';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { type TokenTransaction, writeToken } from '#server/identity/tokens/write-token';
import { DEMO_COMPONENTS, DEMO_GROUPS, DEMO_REGIONS, NEW_COMPONENTS } from './demo-catalog.ts';
import { COARSE_MS, fineFrom, HISTORY_DAYS } from './demo-probes.ts';
import { chooseDemoPasswords, type HashedAccount, type NewAccount, writeDemoStaff } from './demo-staff.ts';

export const DEMO_SOURCE = 'demo';
const TOKEN_DAYS = 90;
const TRANSACTION_MS_MAX = 15_000;
const DEMO = { kind: 'system', name: 'demo' } as const;

/** `began`: the start of the demo, which dates its history. `accounts`: the staff that was created now. */
export type PreparedDemo = { began: Instant; token: string; accounts: NewAccount[] };

/** The coarse history has few probes, which needs a policy with longer times. The default policy applies to the last hours. */
const COARSE_POLICY = { silenceAfterMs: 3 * COARSE_MS, confirmForMs: 60_000 };

function demoPolicies(began: Instant): Policy[] {
  return [
    { ...DEFAULT_POLICY, ...COARSE_POLICY },
    { ...DEFAULT_POLICY, version: 2, effectiveFrom: fineFrom(began) },
  ];
}

type Found = { catalog: Catalog; tokens: number; staff: number; incidents: number; began: Instant | null };

/** Describes data that does not belong to the demo, or returns null. `began`: the start of an existing demo, whose staff and incidents may have changed. */
function findForeignData({ catalog, tokens, staff, incidents, began }: Found): string | null {
  const { groups, regions, components, sources } = catalog;
  const foreign = sources.filter(({ name, kind }) => name !== DEMO_SOURCE || kind !== 'agent').map(({ name }) => name);
  if (foreign.length > 0) return `other sources (${foreign.join(', ')})`;
  if (tokens > 0) return 'other tokens';
  if (began === null && staff > 0) return 'staff accounts';
  if (began === null && incidents > 0) return 'incidents';
  const policies = began === null ? [DEFAULT_POLICY] : demoPolicies(began);
  const expected = {
    groups: began === null ? [] : DEMO_GROUPS,
    regions: began === null ? [] : DEMO_REGIONS,
    components: (began === null ? NEW_COMPONENTS : DEMO_COMPONENTS).map((one) => ({ ...one, policies })),
  };
  return isDeepStrictEqual({ groups, regions, components }, expected) ? null : 'another catalogue';
}

async function prepare(
  db: TokenTransaction,
  ctx: ActingContext,
  chosen: readonly HashedAccount[],
): Promise<PreparedDemo> {
  const source = await db.source.findUnique({ where: { name: DEMO_SOURCE }, select: { id: true, createdAt: true } });
  const foreign = findForeignData({
    catalog: await loadCatalog(db),
    tokens: await db.token.count({
      where: source ? { OR: [{ sourceId: null }, { sourceId: { not: source.id } }] } : {},
    }),
    staff: await db.staff.count(),
    incidents: await db.incident.count(),
    began: source?.createdAt.getTime() ?? null,
  });
  if (foreign)
    throw new AppError(
      'bad_environment',
      `--demo: the database contains ${foreign} and was not changed. Set DATA_DIR to an empty folder.`,
    );
  const began = source?.createdAt.getTime() ?? ctx.clock.now();
  if (source) await db.token.deleteMany({ where: { sourceId: source.id } });
  else await begin(db, ctx, began, chosen);
  const { text } = await writeToken(ctx, db, {
    scopes: ['probes:write', 'probes:backfill'],
    source: DEMO_SOURCE,
    name: 'demo',
    expiresInDays: TOKEN_DAYS,
  });
  const accounts = source ? [] : chosen.map(({ email, role, password }) => ({ email, role, password }));
  return { began, token: text, accounts };
}

async function begin(
  db: TokenTransaction,
  ctx: ActingContext,
  began: Instant,
  chosen: readonly HashedAccount[],
): Promise<void> {
  await db.source.create({ data: { name: DEMO_SOURCE, createdAt: new Date(began) } });
  await writeCatalog(db, ctx, began);
  await db.policyVersion.updateMany({ where: { version: 1 }, data: COARSE_POLICY });
  const components = await db.component.findMany({ select: { id: true } });
  const effectiveFrom = new Date(fineFrom(began));
  await db.policyVersion.createMany({
    data: components.map(({ id }) => ({ componentId: id, version: 2, effectiveFrom })),
  });
  await writeDemoStaff(db, ctx, chosen);
}

async function writeCatalog(db: TokenTransaction, { random }: ActingContext, began: Instant): Promise<void> {
  const components = DEMO_COMPONENTS.map((one) => ({ ...one, policies: null, incidents: null }));
  const wanted = { brand: null, groups: DEMO_GROUPS, regions: DEMO_REGIONS, components, sources: [] };
  const { changes } = catalogPlan(await loadCatalog(db), wanted, { now: began, evaluableFrom: null });
  const now = began - HISTORY_DAYS * DAY_MS; // a component is as old as its history
  for (const change of changes) await writeChange(db, change, { now, random, images: [] });
}

/**
 * Creates the catalogue, the policies, the staff, the source and a token of the demo in a new database, in one transaction. In a database with a demo it
 * only replaces the token. Errors: bad_environment for a database with any other data.
 */
export async function prepareDemo(ctx: Context): Promise<PreparedDemo> {
  const isNew = (await ctx.prisma.source.count({ where: { name: DEMO_SOURCE } })) === 0;
  const chosen = isNew ? await chooseDemoPasswords(ctx) : [];
  return ctx.prisma.$transaction((db) => prepare(db, { ...ctx, actor: DEMO }, chosen), {
    isolationLevel: 'Serializable',
    timeout: TRANSACTION_MS_MAX,
  });
}
