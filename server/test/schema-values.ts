/** A schema of an OpenAPI document, as far as it is walked here. */
export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  pattern?: string;
  minimum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
};
export type Schemas = Readonly<Record<string, Schema>>;
/** Where a text stands in a value. */
export type Place = readonly (string | number)[];

/** Not in the future, and in it, for a clock at 12:00. */
const INSTANT = '2022-03-30T12:00:00Z';
const LATER = '2022-03-30T13:00:00Z';
/** The labels of an alert that are read. */
const LABELS = {
  component: 'serving',
  instance: 'srv-1',
  region: 'eu',
  zone: 'a',
  severity: 'odd',
  alertname: 'Broken',
  rulename: 'rule',
};
/** Texts of which one fits each pattern that a field may have. */
const TEXTS = ['name', 'aaaaaaaaaaaa', 'duty@status.example', 'A'.repeat(20), 'https://hooks.example/x'];

function resolved(schema: Schema, schemas: Schemas): Schema {
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema;
  return one.$ref === undefined ? one : resolved(schemas[one.$ref.split('/').at(-1) as string] as Schema, schemas);
}

/** A value of each kind that a schema has at its top. */
export function samplesOf(given: Schema, schemas: Schemas): unknown[] {
  const schema = given.$ref === undefined ? given : (schemas[given.$ref.split('/').at(-1) as string] as Schema);
  return (schema.anyOf ?? schema.oneOf ?? [schema]).map((one) => sampleOf(one, schemas));
}

/** A value that fits a schema, with all that is optional. `name`: what the field is called, where its schema does not say that it is an instant. */
function sampleOf(given: Schema, schemas: Schemas, name = ''): unknown {
  const schema = resolved(given, schemas);
  const type = [schema.type].flat()[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.includes('resolved') ? 'resolved' : schema.enum[0]; // what is over has an end, too
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, own]) => [key, sampleOf(own, schemas, key)]),
    );
  if (type === 'array') return [sampleOf(schema.items ?? {}, schemas, name)];
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1;
  if (type === 'boolean') return false;
  if (type === 'object') return { ...LABELS };
  if (name === 'component') return 'serving';
  if (name === 'nextUpdateBy') return LATER;
  if (/(At|By)$/.test(name)) return INSTANT;
  const texts = name === 'address' ? TEXTS.toReversed() : TEXTS; // an address that can be called comes first
  const pattern = schema.pattern === undefined ? /^/ : new RegExp(schema.pattern, 'u');
  return texts.find((text) => pattern.test(text)) ?? 'name';
}

/** Every place in a value at which a text stands. */
export function textPlaces(value: unknown, place: Place = []): Place[] {
  if (typeof value === 'string') return [place];
  if (Array.isArray(value)) return value.flatMap((one, i) => textPlaces(one, [...place, i]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => textPlaces(one, [...place, key]));
  return [];
}

/** The value with something else at a place. */
export function withValue(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  const inner = withValue((value as Record<string | number, unknown>)[key], rest, other);
  if (Array.isArray(value)) return value.with(key as number, inner);
  return { ...(value as object), [key]: inner };
}
