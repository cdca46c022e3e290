import type { CatalogComponent, CatalogGroup } from '#domain/catalog/catalog';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import { type Reporting, tooSeldom } from '#domain/measurement/reporting-interval';
import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import { storedComponent } from '#server/catalog/plan/wanted-component';
import { basisOf } from '#server/catalog/verbs/save-component';
import { settingsBasisOf } from '#server/catalog/verbs/save-incident-settings';
import { agentsReporting } from '#server/evaluation/agents-reporting';
import { evaluableFrom } from '#server/evaluation/evaluable-from';
import { loadCatalog } from './load-catalog.ts';

/** Components without policies use the defaults. */
function ruled(component: CatalogComponent): CatalogComponent {
  return component.policies.length > 0 ? component : { ...component, policies: [DEFAULT_POLICY] };
}

/** Lists every component with its policies, archived ones last, and all groups. Errors: forbidden. */
export async function describedComponents(
  ctx: ActingContext,
): Promise<{ now: Instant; components: CatalogComponent[]; groups: CatalogGroup[] }> {
  authorize(ctx, 'catalog:write');
  const { components, groups } = await loadCatalog(ctx.prisma);
  return {
    now: ctx.clock.now(),
    components: components.map(ruled).sort((a, b) => Number(a.isArchived) - Number(b.isArchived)),
    groups,
  };
}

/**
 * `last`: the policy that the next version starts from. `earliest`: the earliest start of that version. `againFrom`: start of the data that still waits for
 * re-evaluation, or null. `seldom`: agents whose interval does not fit three times into the policy's silence time.
 */
export type DescribedComponent = {
  now: Instant;
  component: CatalogComponent;
  groups: CatalogGroup[];
  basis: string;
  settingsBasis: string;
  nextVersion: number;
  last: Policy;
  earliest: Instant | null;
  againFrom: Instant | null;
  seldom: Reporting[];
};

/** Returns how far a component is re-evaluated by its new policy, or null once it is complete. Errors: forbidden. */
export async function reEvaluatedFrom(ctx: ActingContext, slug: string): Promise<Instant | null> {
  authorize(ctx, 'catalog:write');
  const again = await ctx.prisma.reEvaluation.findFirst({
    where: { policy: { component: { slug } }, fromAt: { lt: new Date(ctx.clock.now()) } },
    orderBy: { fromAt: 'asc' },
    select: { fromAt: true },
  });
  return again?.fromAt.getTime() ?? null;
}

/** Reads one component with everything needed to change it. Errors: forbidden, not_found. */
export async function describedComponent(ctx: ActingContext, slug: string): Promise<DescribedComponent> {
  authorize(ctx, 'catalog:write');
  const catalog = await loadCatalog(ctx.prisma);
  const stored = storedComponent(catalog, slug);
  const component = ruled(stored);
  const last = component.policies.at(-1) as Policy; // at least the defaults
  const now = ctx.clock.now();
  return {
    now,
    component,
    groups: catalog.groups,
    basis: basisOf(stored),
    settingsBasis: settingsBasisOf(stored.incidents),
    nextVersion: stored.policies.length === 0 ? 1 : last.version + 1,
    last,
    earliest: await evaluableFrom(ctx.web),
    againFrom: await reEvaluatedFrom(ctx, slug),
    seldom: tooSeldom(await agentsReporting(ctx, slug), last.silenceAfterMs),
  };
}
