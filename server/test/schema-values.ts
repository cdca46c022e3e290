/** The parts of an OpenAPI schema that are used here. */
export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  pattern?: string;
  minLength?: number;
  minimum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
};
export type Schemas = Readonly<Record<string, Schema>>;
/** The path of a text in a value. */
export type Place = readonly (string | number)[];

/** A past and a future time, for a clock at 12:00. */
const INSTANT = '2022-03-30T12:00:00Z';
const LATER = '2022-03-30T13:00:00Z';
/** The labels of an alert that Candor reads. */
const LABELS = {
  component: 'serving',
  instance: 'srv-1',
  region: 'eu',
  zone: 'a',
  severity: 'odd',
  alertname: 'Broken',
  rulename: 'rule',
};
/** Texts, at least one of which matches each pattern of a field. */
const TEXTS = ['name', 'aaaaaaaaaaaa', 'duty@status.example', 'A'.repeat(20), '2022-04-15', 'https://hooks.example/x'];

function resolved(schema: Schema, schemas: Schemas): Schema {
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema;
  return one.$ref === undefined ? one : resolved(schemas[one.$ref.split('/').at(-1) as string] as Schema, schemas);
}

/** Returns one value for each variant of a schema. */
export function samplesOf(given: Schema, schemas: Schemas): unknown[] {
  const schema = given.$ref === undefined ? given : (schemas[given.$ref.split('/').at(-1) as string] as Schema);
  return (schema.anyOf ?? schema.oneOf ?? [schema]).map((one) => sampleOf(one, schemas));
}

/** Builds a value that matches a schema, with all optional parts. `name`: the name of the field, to recognise times that the schema does not declare. */
function sampleOf(given: Schema, schemas: Schemas, name = ''): unknown {
  const schema = resolved(given, schemas);
  const type = [schema.type].flat()[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.includes('resolved') ? 'resolved' : schema.enum[0]; // a resolved alert also has an end
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, own]) => [key, sampleOf(own, schemas, key)]),
    );
  if (type === 'array') return [sampleOf(schema.items ?? {}, schemas, name)];
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1;
  if (type === 'boolean') return false;
  if (type === 'object') return { ...LABELS };
  if (type === 'null' || name === 'incident') return null; // no incident exists
  if (name === 'component' || name === 'components') return 'serving';
  if (name === 'timeZone') return 'Europe/London';
  if (name === 'nextUpdateBy') return LATER;
  if (/(^at|At|By)$/.test(name)) return INSTANT;
  const texts = name === 'address' || name === 'evidenceUrl' ? TEXTS.toReversed() : TEXTS; // a valid URL comes first
  const pattern = schema.pattern === undefined ? /^/ : new RegExp(schema.pattern, 'u');
  return texts.find((text) => pattern.test(text) && text.length >= (schema.minLength ?? 0)) ?? 'name';
}

/** Lists the paths of all texts in a value. */
export function textPlaces(value: unknown, place: Place = []): Place[] {
  if (typeof value === 'string') return [place];
  if (Array.isArray(value)) return value.flatMap((one, i) => textPlaces(one, [...place, i]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => textPlaces(one, [...place, key]));
  return [];
}

/** Returns a copy of the value with another value at a path. */
export function withValue(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  const inner = withValue((value as Record<string | number, unknown>)[key], rest, other);
  if (Array.isArray(value)) return value.with(key as number, inner);
  return { ...(value as object), [key]: inner };
}
