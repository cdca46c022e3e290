import { type Catalog, POLICY_KEYS, type WantedPolicy } from '#domain/catalog/catalog';
import { type PolicyChange, type Present, policyPlan } from '#domain/catalog/policy-plan';
import { consoleCatalogEn } from '#messages/en/catalog';
import { parsePart } from '#server/catalog/file/parse-part';
import { policySchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';
import { storedComponent } from './wanted-component.ts';

/** A policy version of one component, as in the catalogue file. */
export type NextPolicy = { component: string; policy: Record<string, unknown> };

export function parsePolicy({ policy }: NextPolicy): WantedPolicy {
  return parsePart(policySchema, policy);
}

/** Plans adding a policy version to a component. Errors: not_found; invalid_input if it cannot be added or changes nothing. */
export function nextPolicy(catalog: Catalog, slug: string, wanted: WantedPolicy, present: Present): PolicyChange {
  const stored = storedComponent(catalog, slug);
  const { changes, problems } = policyPlan(slug, stored, [wanted], present);
  if (problems[0]) throw new AppError('invalid_input', `Version ${problems[0].version} ${problems[0].detail}.`);
  const [change] = changes;
  const last = stored.policies.at(-1);
  if (!change || (last && POLICY_KEYS.every((rule) => last[rule] === change.value[rule])))
    throw new AppError('invalid_input', consoleCatalogEn.rules.out);
  return change;
}
