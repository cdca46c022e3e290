import { POLICY_FIELDS } from '#domain/catalog/catalog';
import { consoleCatalogEn } from '#messages/en/catalog';
import type { NextPolicy } from '#server/catalog/plan/next-policy';
import { AppError } from '#server/errors';

type Fields = Record<string, string | string[]>;

/** Matches numbers whose comma may separate thousands or decimals. */
const AMBIGUOUS = /^\d{1,3},\d{3}$/;
/** Matches numbers whose commas can only separate thousands. */
const THOUSANDS = /^\d{1,3}(,\d{3}){2,}$/;

/** Parses a number of a form. Leaves other text unchanged, so that the schema rejects it. Errors: invalid_input for an ambiguous comma. */
export function numberIn(fields: Fields, name: string): number | string {
  const text = String(fields[name] ?? '').trim();
  if (AMBIGUOUS.test(text))
    throw new AppError(
      'invalid_input',
      consoleCatalogEn.ambiguous(text, text.replaceAll(',', ''), text.replace(',', '.')),
    );
  const value = Number(THOUSANDS.test(text) ? text.replaceAll(',', '') : text.replace(',', '.'));
  return text === '' || Number.isNaN(value) ? text : value;
}

/** Reads a policy version from a form, in the units of the catalogue file. Omits optional fields that are empty. */
export function policyIn(fields: Fields): NextPolicy {
  const from = String(fields.from ?? '').trim();
  const rules = Object.values(POLICY_FIELDS).map(({ key }) => [key, numberIn(fields, key)] as const);
  const given = rules.filter(([key, value]) => key !== POLICY_FIELDS.latencyLimitUs.key || value !== '');
  const policy = {
    version: numberIn(fields, 'version'),
    ...(from === '' ? {} : { from }),
    ...Object.fromEntries(given),
  };
  return { component: String(fields.component ?? ''), policy };
}
