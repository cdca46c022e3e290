import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { tokenFromEnvironment, urlFromEnvironment } from './env.ts';
import { duplicateValue, healthByValue } from './health-values.ts';
import { parseSelector } from './metric-selector.ts';
import { ParseError } from './text-cursor.ts';

const LABEL = z.string().min(1).max(100);
const POINTER = z.string().regex(/^(\/[^/]*)+$/, 'must be a JSON pointer like /data/ageSeconds');
const SELECTOR = z.string().transform((text, ctx) => {
  try {
    return parseSelector(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    ctx.addIssue({ code: 'custom', message: `invalid selector at character ${error.at + 1}: ${error.message}` });
    return z.NEVER;
  }
});
/** A metric, and which of several matching samples counts: the worst, unless the configuration sets `take`. */
const metric = (worst: 'highest' | 'lowest') =>
  z.preprocess(
    (value) => (typeof value === 'string' ? { metric: value } : value),
    z
      .strictObject({ metric: SELECTOR, take: z.enum(['highest', 'lowest']).default(worst) })
      .transform(({ metric: selector, take }) => ({ selector, take })),
  );
const VALUES = z.array(z.union([z.string(), z.number(), z.boolean()])).optional();

const URL_TEXT = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** Returns `host:port`, the instance name of a target that is only a URL. */
export function nameOf(url: string): string {
  return new URL(url).host;
}

const jsonHealth = z
  .strictObject({
    health: POINTER.optional(),
    up: VALUES,
    degraded: VALUES,
    down: VALUES,
    dataAgeSeconds: POINTER.optional(),
    latencyMs: POINTER.optional(),
  })
  .superRefine((lists, ctx) => {
    const { up, degraded, down } = lists;
    const duplicate = duplicateValue({ up, degraded, down });
    if (duplicate !== undefined)
      ctx.addIssue({ code: 'custom', message: `lists the value ${JSON.stringify(duplicate)} twice` });
  })
  .transform(({ up, degraded, down, ...pointers }) => ({ ...pointers, values: healthByValue({ up, degraded, down }) }));
const prometheusHealth = z.strictObject({
  up: metric('lowest').optional(),
  dataAgeSeconds: metric('highest').optional(),
  latencySeconds: metric('highest').optional(),
});

const group = z
  .strictObject({
    component: LABEL,
    region: LABEL.optional(),
    zone: LABEL.optional(),
    list: z
      .array(
        z.union(
          [
            URL_TEXT.transform((url) => ({ instance: nameOf(url), url })),
            z.strictObject({ instance: LABEL, url: URL_TEXT }),
          ],
          'must be an http or https URL, or { instance: …, url: … }',
        ),
      )
      .min(1)
      .optional(),
    file: z.string().min(1).optional(),
    dns: z
      .strictObject({
        name: z.string().min(1),
        port: z.number().int().min(1).max(65_535),
        path: z.string().startsWith('/').default('/'),
        https: z.boolean().default(false),
        family: z.union([z.literal(4), z.literal(6)]).default(4),
      })
      .optional(),
    json: jsonHealth.optional(),
    prometheus: prometheusHealth.optional(),
  })
  .refine((g) => [g.list, g.file, g.dns].filter(Boolean).length === 1, 'must have exactly one of list, file and dns')
  .refine((g) => !(g.json && g.prometheus), 'must not have both json and prometheus');

/** Returns an issue for each listed instance with the name of an earlier one, because both would be recorded as one instance. */
function duplicateInstances(
  groups: readonly z.infer<typeof group>[],
): { path: (string | number)[]; message: string }[] {
  const seen = new Set<string>();
  return groups.flatMap(({ component, list = [] }, g) =>
    list.flatMap(({ instance }, i) => {
      const isFirst = !seen.has(`${component}/${instance}`);
      seen.add(`${component}/${instance}`);
      const message = `"${instance}" is already used by another instance of ${component}; set a unique name: { instance: …, url: … }`;
      return isFirst ? [] : [{ path: ['groups', g, 'list', i], message }];
    }),
  );
}

const schema = z
  .strictObject({
    candor: URL_TEXT,
    source: LABEL,
    token: z.string().min(1).optional(),
    tokenFile: z.string().min(1).optional(),
    intervalSeconds: z.number().min(1).max(3600).default(10),
    timeoutSeconds: z.number().min(0.1).max(60).default(3),
    buffer: z.string().min(1).default('candor-agent-buffer'),
    bufferMegabytes: z.number().min(1).max(100_000).default(512),
    groups: z.array(group).min(1),
  })
  .superRefine(({ groups }, ctx) => {
    for (const issue of duplicateInstances(groups)) ctx.addIssue({ code: 'custom', ...issue });
  })
  .refine((c) => !(c.token && c.tokenFile), { path: ['tokenFile'], message: 'must not be set together with token' })
  .refine((c) => c.timeoutSeconds <= c.intervalSeconds, {
    path: ['timeoutSeconds'],
    message: 'must not be longer than intervalSeconds',
  });

export type Group = z.infer<typeof group>;
export type AgentConfig = z.infer<typeof schema> & { token: string; folder: string };

/** A problem with the configuration that its author can fix. */
export class ConfigError extends Error {}

/** Reads a configuration, whose paths are relative to its folder. Errors: ConfigError, which names the setting and the rule. */
export async function readConfig(file: string): Promise<AgentConfig> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigError(`Cannot read ${file}: ${error.message}`);
  });
  const folder = path.dirname(path.resolve(file));
  const parsed = parseConfig(text, file);
  const candor = urlOf(urlFromEnvironment()) ?? parsed.candor;
  const config = { ...parsed, candor, folder, buffer: path.resolve(folder, parsed.buffer) };
  return { ...config, token: parsed.token?.trim() || (await readToken(config)) };
}

function urlOf(text: string | undefined): string | undefined {
  if (text && !URL_TEXT.safeParse(text).success)
    throw new ConfigError('CANDOR_URL must be a URL like https://status.example.');
  return text || undefined;
}

/** Reads the token from the file that the configuration names, or from the environment. Errors: ConfigError. */
export async function readToken({ tokenFile, folder }: Pick<AgentConfig, 'tokenFile' | 'folder'>): Promise<string> {
  const file = tokenFile && path.resolve(folder, tokenFile);
  const text =
    file &&
    (await readFile(file, 'utf8').catch((error: Error) =>
      Promise.reject(new ConfigError(`tokenFile: ${error.message}`)),
    ));
  const token = (text ?? tokenFromEnvironment())?.trim();
  if (!token)
    throw new ConfigError(
      'No token: set tokenFile, token or the environment variable CANDOR_TOKEN to the output of "candor token create".',
    );
  return token;
}

/** Parses and checks the text of a configuration. Errors: ConfigError. */
export function parseConfig(text: string, file: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new ConfigError(`${file} is not valid YAML: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const message = issue?.message.endsWith('received undefined') ? 'is required' : issue?.message;
  throw new ConfigError(`${file}: ${issue?.path.join('.') || 'configuration'}: ${message}. See docs/agent.md.`);
}
