import type { Catalog, WantedCatalog } from '#domain/catalog/catalog';
import { type CatalogChange, type CatalogPlan, catalogPlan } from '#domain/catalog/catalog-plan';
import { CLOSED_STATES } from '#domain/incident/incident';
import { type ActingContext, authorize } from '#server/actor';
import { type Audited, appendAudit } from '#server/audit/append-audit';
import { listProblems } from '#server/catalog/file/parse-catalog';
import { loadCatalog } from '#server/catalog/reads/load-catalog';
import { noteCatalogChange } from '#server/catalog/sql/last-changes';
import { lockCatalog } from '#server/catalog/sql/lock-catalog';
import { AppError } from '#server/errors';
import { evaluableFrom } from '#server/evaluation/evaluable-from';
import type { PreparedImage } from './prepare-brand.ts';
import { writeChange } from './write-change.ts';

const TRANSACTION_MS_MAX = 60_000;
const REASON_LENGTH_MAX = 500;

/** `images` are those of a wanted brand. `wanted` is called once the stored catalogue is locked; it may throw. `onPlan` receives the plan before anything changes. */
export type ChangeCatalog = {
  wanted: (stored: Catalog) => WantedCatalog;
  images?: readonly PreparedImage[];
  reason?: string | undefined;
  isDryRun?: boolean;
  onPlan?: ((plan: CatalogPlan) => unknown) | undefined;
};

/**
 * Changes the catalogue to what is wanted, all of it or nothing, with an audit entry per change. A new target and a backdated policy version require a
 * reason; affected data is re-evaluated afterwards. Errors: forbidden; reason_needed; invalid_input, which lists every problem, also for a concurrent change.
 */
export async function changeCatalog(
  ctx: ActingContext,
  { wanted, images = [], reason, isDryRun = false, onPlan }: ChangeCatalog,
): Promise<CatalogPlan> {
  authorize(ctx, 'catalog:write');
  const why = reasonOf(reason);
  const present = { now: ctx.clock.now(), evaluableFrom: await evaluableFrom(ctx.web) };
  const work = async (tx: Parameters<Parameters<typeof ctx.prisma.$transaction>[0]>[0]) => {
    await lockCatalog(tx);
    const stored = await loadCatalog(tx);
    const plan = catalogPlan(stored, wanted(stored), present);
    if (plan.problems.length > 0) throw new AppError('invalid_input', listProblems(plan.problems));
    if (why === null) refuseWithoutReason(plan);
    await refuseInIncident(tx, plan);
    onPlan?.(plan);
    if (isDryRun) return plan;
    if (plan.changes.length > 0) await noteCatalogChange(tx, present.now);
    for (const change of plan.changes) await writeChange(tx, change, { now: present.now, random: ctx.random, images });
    for (const change of plan.changes)
      await appendAudit(tx, ctx, { ...audited(change), ...(why === null ? {} : { reason: why }) });
    return plan;
  };
  return ctx.prisma.$transaction(work, { timeout: TRANSACTION_MS_MAX }).catch((error: { code?: string }) => {
    if (error.code !== 'P2034' && error.code !== 'P2002') throw error;
    throw new AppError(
      'invalid_input',
      'The catalogue was changed at the same time, so nothing was applied. Apply the file again.',
    );
  });
}

function reasonOf(reason = ''): string | null {
  const trimmed = reason.trim();
  if (trimmed.length > REASON_LENGTH_MAX || /\p{Cc}|\p{Cs}/u.test(trimmed))
    throw new AppError('invalid_input', `reason: must be one line of at most ${REASON_LENGTH_MAX} characters.`);
  return trimmed === '' ? null : trimmed;
}

/** Rejects changes of published figures or SLA results without a reason. */
function refuseWithoutReason({ changes }: CatalogPlan): void {
  const retargeted = changes.find(
    (change) =>
      change.what === 'component' && !change.isNew && change.differences.some(({ key }) => key === 'targetMillionths'),
  );
  if (retargeted?.what === 'component')
    throw new AppError(
      'reason_needed',
      `The new target of ${retargeted.value.name} also applies to past months and changes published SLA results. Give a reason.`,
    );
  const backdated = changes.find((change) => change.what === 'policy' && change.isBackdated);
  if (backdated?.what !== 'policy') return;
  throw new AppError(
    'reason_needed',
    `Policy version ${backdated.value.version} of ${backdated.component} is backdated and changes published figures. Give a reason.`,
  );
}

type ComponentChange = Extract<CatalogChange, { what: 'component' }>;

function isArchiving(change: CatalogChange): change is ComponentChange {
  return (
    change.what === 'component' &&
    !change.isNew &&
    change.value.isArchived &&
    change.differences.some(({ key }) => key === 'isArchived')
  );
}

/** Rejects archiving a component with an open incident, whose readers must find it on the page. */
async function refuseInIncident(
  tx: Pick<ActingContext['prisma'], 'incidentComponent'>,
  { changes }: CatalogPlan,
): Promise<void> {
  const slugs = changes.flatMap((change) => (isArchiving(change) ? [change.value.slug] : []));
  if (slugs.length === 0) return;
  const incident = { state: { notIn: [...CLOSED_STATES] }, withdrawnAt: null, mergedIntoId: null };
  const named = await tx.incidentComponent.findFirst({
    where: { component: { slug: { in: slugs } }, incident },
    select: { component: { select: { slug: true } } },
  });
  if (named)
    throw new AppError(
      'invalid_input',
      `component ${named.component.slug}: must not be archived while an open incident affects it. Resolve the incident first.`,
    );
}

/** Returns the audit entry of a change. Policies and incident settings are logged under their component. */
function audited(change: CatalogChange): Audited {
  const before = Object.fromEntries(
    change.differences.map((difference) => [
      'rule' in difference ? difference.rule : difference.key,
      difference.before,
    ]),
  );
  if (change.what === 'policy') {
    const after = { ...change.value, effectiveFrom: new Date(change.value.effectiveFrom) };
    return { action: 'catalog:add-policy', object: { kind: 'component', id: change.component }, before, after };
  }
  if (change.what === 'incidents')
    return {
      action: 'catalog:change-incidents',
      object: { kind: 'component', id: change.component },
      before,
      after: change.value,
    };
  if (change.what === 'brand')
    return {
      action: 'catalog:change-brand',
      object: { kind: 'brand', id: 1 },
      before,
      after: change.value,
    };
  const id = 'slug' in change.value ? change.value.slug : change.value.name;
  const action = `catalog:${change.isNew ? 'add' : 'change'}-${change.what}` as const;
  return { action, object: { kind: change.what, id }, before: change.isNew ? null : before, after: change.value };
}
