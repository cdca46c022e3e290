import { POLICY_FIELDS } from '#domain/catalog';
import type { NextPolicy } from './next-policy.ts';

type Fields = Record<string, string | string[]>;

/** A number as people write it; what is none stays text, so that it is told as a mistake. */
export function numberIn(fields: Fields, name: string): number | string {
  const text = String(fields[name] ?? '').trim();
  const value = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(value) ? text : value;
}

/** A version as a form says it, in the units of the catalogue file. What may be left empty is left out then. */
export function policyIn(fields: Fields): NextPolicy {
  const from = String(fields.from ?? '').trim();
  const rules = Object.values(POLICY_FIELDS).map(({ key }) => [key, numberIn(fields, key)] as const);
  const given = rules.filter(([key, value]) => key !== POLICY_FIELDS.latencyLimitUs.key || value !== '');
  const policy = { version: numberIn(fields, 'version'), ...(from === '' ? {} : { from }), ...Object.fromEntries(given) };
  return { component: String(fields.component ?? ''), policy };
}
