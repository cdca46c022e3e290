import type { Group } from './config.ts';

type Reading = { health: 'up' | 'degraded' | 'down'; dataAgeSeconds?: number; latencyMs?: number };
/** A reading, and what could not be read of the answer. */
export type Answer = { reading: Reading; complaint?: string };

const MILLISECONDS = 1_000;

/** What a pointer (RFC 6901) leads to, or undefined. */
export function atPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** The value of the first sample of a metric in Prometheus' text format; labels named must all be there. undefined where it is absent or NaN. */
export function sampleOf(text: string, metric: string): number | undefined {
  const [, name = '', wanted = ''] = /^([^{]+)(?:\{(.*)\})?$/.exec(metric) ?? [];
  for (const line of text.split('\n')) {
    const [, found, labels = '', value = ''] = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/.exec(line) ?? [];
    if (found !== name || !labelsOf(wanted).every((label) => labelsOf(labels).includes(label))) continue;
    const number = Number(value);
    return Number.isNaN(number) ? undefined : number;
  }
  return undefined;
}

function labelsOf(text: string): string[] {
  return text.match(/[A-Za-z_]\w*="(?:\\.|[^"\\])*"/g) ?? [];
}

function unreadable(what: string): Answer {
  return { reading: { health: 'down' }, complaint: `the answer holds no ${what}` };
}

/** JSON has no infinity: a figure like 1e400, which is one once it is read, would be sent as none. */
function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** What the body of a 2xx answer says. A figure that was asked for and is not there is a fault of the target: nobody can tell that it is well. */
export function readAnswer(body: string, group: Pick<Group, 'json' | 'prometheus'>): Answer {
  if (group.json) return readJsonAnswer(body, group.json);
  if (group.prometheus) return readPrometheusAnswer(body, group.prometheus);
  return { reading: { health: 'up' } };
}

function readJsonAnswer(body: string, how: NonNullable<Group['json']>): Answer {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return unreadable('JSON');
  }
  const reading: Reading = { health: 'up' };
  if (how.health) {
    const said = atPointer(value, how.health);
    if (said === undefined) return unreadable(how.health);
    if (how.degraded.includes(said as string)) reading.health = 'degraded';
    else if (!how.up.includes(said as string)) return { reading: { health: 'down' } };
  }
  for (const key of ['dataAgeSeconds', 'latencyMs'] as const) {
    const pointer = how[key];
    if (!pointer) continue;
    const figure = atPointer(value, pointer);
    if (!isFigure(figure)) return unreadable(`number at ${pointer}`);
    reading[key] = figure;
  }
  return { reading };
}

function readPrometheusAnswer(body: string, how: NonNullable<Group['prometheus']>): Answer {
  const reading: Reading = { health: 'up' };
  if (how.up) {
    const up = sampleOf(body, how.up);
    if (up === undefined) return unreadable(how.up);
    if (up !== 1) return { reading: { health: 'down' } };
  }
  for (const [key, metric, per] of [
    ['dataAgeSeconds', how.dataAgeSeconds, 1],
    ['latencyMs', how.latencySeconds, MILLISECONDS],
  ] as const) {
    if (!metric) continue;
    const figure = (sampleOf(body, metric) ?? Number.NaN) * per;
    if (!isFigure(figure)) return unreadable(metric);
    reading[key] = figure;
  }
  return { reading };
}
