import { z } from 'zod';
import { DEFAULT_SETTINGS, type IncidentSettings } from '#domain/automation/incident-record';
import {
  type CatalogFile,
  POLICY_FIELDS,
  type PolicyField,
  type PolicyRules,
  REPEAT_WITHIN_MS,
  RESERVED_SLUGS,
  type WantedPolicy,
} from '#domain/catalog/catalog';
import { APPROVALS } from '#domain/incident/approval';
import { SEVERITY_MEANINGS } from '#domain/measurement/alert-severity';
import { EFFECT_LENGTH_MAX, type Effects } from '#domain/measurement/effect';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { EARLIEST, TOO_EARLY } from '#domain/measurement/probe-admission';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { brandSchema } from './brand-schema.ts';
import { list, missingOr, strict, text } from './schema-parts.ts';

const EXAMPLES = { seconds: '30', milliseconds: '250', percent: '99.95' };
/** Tolerated distance from a whole number of units, for the rounding error of doubles. */
const ROUNDING_MAX = 1e-6;
const DESCRIPTION_LENGTH_MAX = 1_000;
const SEVERITIES_MAX = 100;
const REST_MS_MAX = 2_147_483_647;

const name = text(100, 'a name');
const instance = text(200, 'the name of an instance');
const slug = z
  .string(missingOr('a slug like ad-serving'))
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, like ad-serving');

function figure({ unit, per, min, max }: Omit<PolicyField, 'key'>) {
  const what = unit === 'percent' ? 'a percentage' : `a number of ${unit}`;
  return z.number(missingOr(`${what} like ${EXAMPLES[unit]}`)).transform((value, ctx) => {
    const units = Math.round(value * per);
    const decimals = Math.log10(per);
    if (Math.abs(value * per - units) > ROUNDING_MAX) ctx.addIssue(`must have at most ${decimals} decimals`);
    else if (units < min || units > max) ctx.addIssue(`must be ${what} from ${min / per} to ${max / per}`);
    return units;
  });
}

/** Start of policies that have always applied, as in exported files. */
const ALWAYS = 0;
const from = z
  .string({ error: 'must be an RFC 3339 time with a zone, like 2026-12-01T00:00:00Z' })
  .transform((text, ctx) => {
    const at = parseRfc3339(text);
    if (at === null) ctx.addIssue('must be a time with a zone, like 2026-12-01T00:00:00Z');
    else if (at < EARLIEST && at !== ALWAYS) ctx.addIssue(TOO_EARLY);
    return at;
  });

const rules = Object.values(POLICY_FIELDS).map(({ key, ...field }) => [key, figure(field).optional()] as const);
/** A policy version as in the catalogue file. */
export const policySchema = strict(
  {
    version: z.number(missingOr('the number of the version')).int('must be a whole number').min(1, 'must be 1 or more'),
    from: from.optional(),
    ...(Object.fromEntries(rules) as Record<string, z.ZodOptional<z.ZodType<number>>>),
  },
  'a version of a policy',
).transform((input): WantedPolicy => {
  const given = input as Record<string, number | undefined>; // only rules are read below
  const of = (rule: keyof PolicyRules) => given[POLICY_FIELDS[rule].key];
  const chosen = Object.keys(POLICY_FIELDS).map((rule) => [
    rule,
    of(rule as keyof PolicyRules) ?? DEFAULT_POLICY[rule as keyof PolicyRules],
  ]);
  return { ...(Object.fromEntries(chosen) as PolicyRules), version: input.version, effectiveFrom: input.from ?? null };
});

const HOUR_MS = 3_600_000;
const span = (maxHours: number) => figure({ unit: 'seconds', per: 1_000, min: 0, max: maxHours * HOUR_MS });
const choice = <T extends string>(...names: T[]) =>
  z.enum(names, { error: `must be ${names.join(', ').replace(/, ([^,]*)$/, ' or $1')}` });
/** The incident settings of a component as in the catalogue file. */
export const incidentsSchema = strict(
  {
    publish: choice('at-once', 'held', 'never').default('at-once'),
    holdSeconds: span(24).optional(),
    resolve: choice('by-person', 'automatically').default('by-person'),
    rejoinWithinSeconds: span(48).optional(),
    joinWithinSeconds: span(24).optional(),
    approval: choice(...APPROVALS).default('none'),
  },
  'incident settings',
).transform(
  ({ publish, holdSeconds = 0, resolve, rejoinWithinSeconds, joinWithinSeconds, approval }, ctx): IncidentSettings => {
    if ((publish === 'held') !== holdSeconds > 0)
      ctx.addIssue({
        code: 'custom',
        path: ['holdSeconds'],
        message: 'must be above 0 with "publish: held", and must be left out otherwise',
      });
    return {
      publish: publish === 'at-once' ? 'at_once' : publish,
      holdMs: holdSeconds,
      resolve: resolve === 'by-person' ? 'by_person' : resolve,
      rejoinWithinMs: rejoinWithinSeconds ?? DEFAULT_SETTINGS.rejoinWithinMs,
      joinWithinMs: joinWithinSeconds ?? DEFAULT_SETTINGS.joinWithinMs,
      approval,
    };
  },
);

const effect = text(EFFECT_LENGTH_MAX, 'a sentence').optional();
const effects = strict(
  { degraded_performance: effect, partial_outage: effect, major_outage: effect },
  'effects by status',
).transform((given): Effects => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

/** A component as in the catalogue file. */
export const componentSchema = strict(
  {
    slug: slug.refine((text) => !RESERVED_SLUGS.includes(text), {
      error: ({ input }) => `"${input}" is reserved; choose another slug`,
    }),
    name,
    description: text(DESCRIPTION_LENGTH_MAX, 'a sentence')
      .nullish()
      .transform((value) => value ?? null),
    group: slug.nullish().transform((value) => value ?? null),
    target: figure({ unit: 'percent', per: 10_000, min: 0, max: 999_999 }),
    effects: effects.nullish().transform((value) => value ?? {}),
    archived: z.boolean({ error: 'must be true or false' }).default(false),
    policies: z
      .array(policySchema, { error: 'must be a list' })
      .min(1, 'must have at least one version, or be left out')
      .nullish()
      .transform((value) => value ?? null),
    incidents: incidentsSchema.nullish().transform((value) => value ?? null),
  },
  'a component',
).transform(({ target, archived, ...rest }) => ({ ...rest, targetMillionths: target, isArchived: archived }));

const seconds = (minMs: number) => figure({ unit: 'seconds', per: 1_000, min: minMs, max: REST_MS_MAX });
const agent = strict({ name, kind: z.literal('agent') }, 'a source of kind agent').transform((source) => ({
  ...source,
  heartbeat: null,
  alerts: null,
}));
const severities = z
  .record(text(100, 'a severity').toLowerCase(), choice(...SEVERITY_MEANINGS), {
    error: 'must map severities to statuses, like { warn: degraded }',
  })
  .refine((map) => Object.keys(map).length <= SEVERITIES_MAX, `must have at most ${SEVERITIES_MAX} entries`);
const edge = strict(
  { name, kind: z.literal('edge'), repeatWithinSeconds: seconds(1_000).optional(), severities: severities.optional() },
  'a source of kind edge',
).transform(({ repeatWithinSeconds = REPEAT_WITHIN_MS, severities = {}, ...source }) => ({
  ...source,
  heartbeat: null,
  alerts: { repeatWithinMs: repeatWithinSeconds, severities },
}));
const heartbeat = strict(
  {
    name,
    kind: z.literal('heartbeat'),
    component: slug,
    instance,
    intervalSeconds: seconds(1),
    graceSeconds: seconds(0),
  },
  'a heartbeat',
).transform(({ name, kind, intervalSeconds, graceSeconds, ...rest }) => ({
  name,
  kind,
  heartbeat: { ...rest, intervalMs: intervalSeconds, graceMs: graceSeconds },
  alerts: null,
}));
const source = z.discriminatedUnion('kind', [agent, edge, heartbeat], {
  error: 'kind must be agent, edge or heartbeat',
});

/** A catalogue file; converts its units to the stored ones. */
export const catalogSchema: z.ZodType<CatalogFile> = strict(
  {
    brand: brandSchema.nullish().transform((value) => value ?? null),
    groups: list(strict({ slug, name }, 'a group')),
    regions: list(strict({ name, title: name }, 'a region')),
    components: list(componentSchema),
    sources: list(source),
  },
  'a catalogue',
);
