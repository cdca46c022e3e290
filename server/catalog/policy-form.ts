import { POLICY_FIELDS } from '#domain/catalog/catalog';
import { consoleCatalogEn } from '#messages/en/catalog';
import type { NextPolicy } from '#server/catalog/plan/next-policy';
import { AppError } from '#server/errors';

type Fields = Record<string, string | string[]>;

/** With the comma of thousands or of decimals: nobody can tell which. */
const AMBIGUOUS = /^\d{1,3}(,\d{3})+$/;

/** A number as people write it; what is none stays text, so that it is told as a mistake. Errors: invalid_input where it can be read in two ways. */
export function numberIn(fields: Fields, name: string): number | string {
  const text = String(fields[name] ?? '').trim();
  if (AMBIGUOUS.test(text))
    throw new AppError(
      'invalid_input',
      consoleCatalogEn.ambiguous(text, text.replaceAll(',', ''), text.replace(',', '.')),
    );
  const value = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(value) ? text : value;
}

/** A version as a form says it, in the units of the catalogue file. What may be left empty is left out then. */
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
