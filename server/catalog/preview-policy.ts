import type { PolicyEffect } from '#domain/policy-effect';
import { type Reporting, tooSeldom } from '#domain/reporting-interval';
import { type ActingContext, authorize } from '../actor.ts';
import { agentsReporting } from '../status/agents-reporting.ts';
import { judgeableFrom } from '../status/judgeable-from.ts';
import { policyEffect } from '../status/policy-effect.ts';
import { loadCatalog } from './load-catalog.ts';
import { type NextPolicy, nextPolicy, parsePolicy } from './next-policy.ts';

/** What adding a version to the rules of a component would do; nothing is written. Errors: those of addPolicy, but for the reason. */
export async function previewPolicy(ctx: ActingContext, input: NextPolicy): Promise<{ effect: PolicyEffect | null; seldom: Reporting[] }> {
  authorize(ctx, 'catalog:write');
  const wanted = parsePolicy(input);
  const present = { now: ctx.clock.now(), judgeableFrom: await judgeableFrom(ctx.web) };
  const { value } = nextPolicy(await loadCatalog(ctx.prisma), input.component, wanted, present);
  const effect = await policyEffect(ctx, { component: input.component, policy: value });
  return { effect, seldom: tooSeldom(await agentsReporting(ctx, input.component), value.silenceAfterMs) };
}
