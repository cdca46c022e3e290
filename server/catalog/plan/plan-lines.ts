import { POLICY_FIELDS, type Unit } from '#domain/catalog/catalog';
import type { CatalogChange, CatalogPlan } from '#domain/catalog/catalog-plan';

const SUFFIX: Record<Unit, string> = { seconds: 's', milliseconds: 'ms', percent: '%' };

type Shown = { label: string; unit?: Unit; per?: number };
type Value = string | number | boolean | null;

const SHOWN: Record<string, Shown> = {
  targetMillionths: { label: 'target', unit: 'percent', per: 10_000 },
  isArchived: { label: 'archived' },
  intervalMs: { label: 'interval', unit: 'seconds', per: 1_000 },
  graceMs: { label: 'grace', unit: 'seconds', per: 1_000 },
  repeatWithinMs: { label: 'repeatWithin', unit: 'seconds', per: 1_000 },
  holdMs: { label: 'hold', unit: 'seconds', per: 1_000 },
  rejoinWithinMs: { label: 'rejoinWithin', unit: 'seconds', per: 1_000 },
  joinWithinMs: { label: 'joinWithin', unit: 'seconds', per: 1_000 },
  ...Object.fromEntries(
    Object.entries(POLICY_FIELDS).map(([rule, { key, unit, per }]) => [
      rule,
      { label: key.replace(/(Seconds|Ms)$/, ''), unit, per },
    ]),
  ),
};

function differenceText(key: string, before: Value, after: Value): string {
  const { label, unit, per = 1 } = SHOWN[key] ?? { label: key };
  const [was, is] = [before, after].map((value) =>
    value === null ? 'none' : unit ? `${Number(value) / per} ${SUFFIX[unit]}` : String(value),
  );
  return `${label} ${was} -> ${is}`;
}

function changeLine(change: CatalogChange): string {
  if (change.what === 'brand')
    return `~ brand: ${change.differences.map(({ key, before, after }) => differenceText(key, before, after)).join(', ')}`;
  if (change.what === 'policy') {
    const { component, value, differences, isBackdated } = change;
    const from = value.effectiveFrom === 0 ? 'the beginning' : new Date(value.effectiveFrom).toISOString();
    const rules = differences.map(({ rule, before, after }) => differenceText(rule, before, after)).join(', ');
    return `+ ${component} policy ${value.version} from ${from}${rules && `: ${rules}`}${isBackdated ? '; re-evaluates all data since then' : ''}`;
  }
  if (change.what === 'incidents') {
    const settings = change.differences.map(({ key, before, after }) => differenceText(key, before, after)).join(', ');
    return `~ ${change.component} incidents: ${settings}`;
  }
  const name = change.what === 'region' || change.what === 'source' ? change.value.name : change.value.slug;
  const differences = change.differences.map(({ key, before, after }) => differenceText(key, before, after)).join(', ');
  return change.isNew ? `+ ${change.what} ${name}` : `~ ${change.what} ${name}: ${differences}`;
}

/** Formats a plan, one line per change and per object that the file does not mention. */
export function planLines({ changes, left }: CatalogPlan): string[] {
  return [
    ...changes.map(changeLine),
    ...left.map(({ what, name }) => `. ${what} ${name}: not in the file, unchanged`),
    ...(changes.length === 0 ? ['= no changes'] : []),
  ];
}
