import { type Reporting, tooSeldom } from '#domain/measurement/reporting-interval';
import type { PolicyEffect } from '#domain/sla/policy-effect';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { type NextPolicy, nextPolicy, parsePolicy } from '#server/catalog/plan/next-policy';
import { AppError } from '#server/errors';
import { agentsReporting } from '#server/evaluation/agents-reporting';
import { evaluableFrom } from '#server/evaluation/evaluable-from';
import { policyEffect } from '#server/evaluation/policy-effect';
import { loadCatalog } from './load-catalog.ts';

/** Runs one preview at a time per process: each reads much data on connections that evaluation and alerting need too. */
let isUnderWay = false;

async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (isUnderWay) throw new AppError('overloaded', consoleCatalogEn.rules.busy);
  isUnderWay = true;
  try {
    return await work();
  } finally {
    isUnderWay = false;
  }
}

/** Computes the effect of a new policy version without writing anything. Errors: those of addPolicy except reason_needed; overloaded. */
export async function previewPolicy(
  ctx: ActingContext,
  input: NextPolicy,
): Promise<{ effect: PolicyEffect | null; seldom: Reporting[] }> {
  authorize(ctx, 'catalog:write');
  const wanted = parsePolicy(input);
  return await alone(async () => {
    const present = { now: ctx.clock.now(), evaluableFrom: await evaluableFrom(ctx.web) };
    const { value } = nextPolicy(await loadCatalog(ctx.prisma), input.component, wanted, present);
    const effect = await policyEffect(ctx, { component: input.component, policy: value, now: present.now });
    return { effect, seldom: tooSeldom(await agentsReporting(ctx, input.component), value.silenceAfterMs) };
  });
}
