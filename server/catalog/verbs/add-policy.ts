import type { PolicyChange } from '#domain/catalog/policy-plan';
import { type ActingContext, authorize } from '#server/actor';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { type NextPolicy, nextPolicy, parsePolicy } from '#server/catalog/plan/next-policy';
import { storedComponent, withComponent } from '#server/catalog/plan/wanted-component';
import { evaluableFrom } from '#server/evaluation/evaluable-from';

/**
 * Adds a policy version to a component, like a catalogue file does. Errors: forbidden, invalid_input, not_found; reason_needed if it is backdated.
 */
export async function addPolicy(
  ctx: ActingContext,
  input: NextPolicy & { reason?: string },
): Promise<PolicyChange | null> {
  authorize(ctx, 'catalog:write');
  const wanted = parsePolicy(input);
  const present = { now: ctx.clock.now(), evaluableFrom: await evaluableFrom(ctx.web) };
  const { changes } = await changeCatalog(ctx, {
    reason: input.reason,
    wanted: (catalog) => {
      nextPolicy(catalog, input.component, wanted, present);
      return withComponent(storedComponent(catalog, input.component), { policies: [wanted] });
    },
  });
  return changes.find((change): change is PolicyChange => change.what === 'policy') ?? null;
}
