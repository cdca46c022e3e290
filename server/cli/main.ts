import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Scope } from '#domain/access/permission';
import { parseRfc3339 } from '#domain/time/rfc3339';
import type { ActingContext } from '#server/actor';
import { type KeptEntry, verifyAudit } from '#server/audit/verify-audit';
import { planLines } from '#server/catalog/plan/plan-lines';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { retireInstance } from '#server/catalog/verbs/retire-instance';
import { readEnv } from '#server/env';
import { AppError } from '#server/errors';
import { orderRebuild } from '#server/evaluation/verbs/order-rebuild';
import { createAccessReset } from '#server/identity/people/verbs/create-access-reset';
import { createInvitation } from '#server/identity/people/verbs/invite';
import { listTokens } from '#server/identity/tokens/reads/list-tokens';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { revokeToken } from '#server/identity/tokens/verbs/revoke-token';
import { createLog } from '#server/log';
import { surviveClosedPipes } from './survive-closed-pipes.ts';
import { withContext } from './with-context.ts';

const USAGE = `Usage: npm run -s candor -- <area> <verb> …

  token create --scope probes:write --source NAME [--scope probes:backfill] [--name TEXT] [--expires-in-days N]
      prints the token, once, alone on stdout
  token create --scope probes:ping --source NAME [--name TEXT] [--expires-in-days N]
      the same for a heartbeat, which catalog apply makes
  token create --scope SCOPE … --name TEXT [--expires-in-days N]
      the same for what staff do: incidents:read, incidents:write, incidents:backfill, templates:write, catalog:write, settings:write, audit:read
  token list
  token revoke ID|PREFIX
  status rebuild [--component SLUG] [--from INSTANT] [--to INSTANT]
      purges status and evaluates it again from the stored probes
  instance retire --component SLUG --instance NAME [--at INSTANT]
  catalog apply FILE.yaml [--dry-run] [--reason TEXT]
      shows what differs from the file, then makes it as the file describes; a version of rules that is dated back needs a reason
  catalog export
      prints the catalogue as such a file
  admin create --email ADDRESS
      prints a link, once, by which that person becomes an admin
  admin reset-access ADDRESS
      prints a link, once, by which that person of staff chooses a new password; it takes their second factor away
  audit verify [--expect NUMBER:HASH]
      says whether every entry of the audit log is as it was written, and whether it holds the entry that was kept elsewhere
`;

/** How many words a command takes besides its options. */
const ARGUMENTS: Record<string, number> = { 'token revoke': 1, 'catalog apply': 1, 'admin reset-access': 1 };

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  scope: { type: 'string', multiple: true },
  source: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  'expires-in-days': { type: 'string' },
  component: { type: 'string' },
  instance: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  at: { type: 'string' },
  'dry-run': { type: 'boolean' },
  reason: { type: 'string' },
  expect: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];
type Command = (ctx: ActingContext, values: Values, rest: string[]) => Promise<string>;

function needed(value: string | undefined, name: string): string {
  if (!value) throw new AppError('invalid_input', `${name} is missing.\n\n${USAGE}`);
  return value;
}

function instant(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parseRfc3339(text);
  if (parsed === null)
    throw new AppError('invalid_input', `${name}: give an RFC 3339 instant like 2022-03-30T13:20:00Z.`);
  return parsed;
}

function keptHash(text: string): KeptEntry {
  const [, seq, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash)
    throw new AppError('invalid_input', '--expect: give number and hash of an entry, as audit verify printed them.');
  return { seq: Number(seq), hash };
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new AppError('invalid_input', `${file} cannot be read: ${error.message}`);
  });
}

const COMMANDS: Record<string, Command> = {
  'token create': async (ctx, v) => {
    const expiresInDays = v['expires-in-days'] === undefined ? {} : { expiresInDays: Number(v['expires-in-days']) };
    const { text } = await createToken(ctx, {
      scopes: (v.scope ?? []) as Scope[],
      ...(v.source ? { source: v.source } : {}),
      ...(v.name ? { name: v.name } : {}),
      ...expiresInDays,
    });
    return text;
  },
  'token list': async (ctx) =>
    (await listTokens(ctx))
      .map((t) =>
        [
          t.id,
          t.prefix,
          t.source?.name ?? '-',
          t.scopes.join(','),
          t.revokedAt
            ? `revoked ${t.revokedAt.toISOString()}`
            : t.expiresAt
              ? `until ${t.expiresAt.toISOString()}`
              : 'valid',
        ].join('\t'),
      )
      .join('\n'),
  'token revoke': async (ctx, _, [named]) => {
    await revokeToken(ctx, needed(named, 'ID or PREFIX'));
    return 'revoked';
  },
  'status rebuild': async (ctx, v) => {
    const from = instant(v.from, '--from');
    const to = instant(v.to, '--to');
    const startedAt = ctx.clock.monotonicMs();
    const span = {
      ...(v.component ? { component: v.component } : {}),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    const { probes } = await orderRebuild(ctx, span, (done) =>
      process.stderr.write(`rebuilt up to ${new Date(done).toISOString()}\n`),
    );
    return `rebuilt from ${probes} probes in ${((ctx.clock.monotonicMs() - startedAt) / 1000).toFixed(1)} s`;
  },
  'instance retire': async (ctx, v) => {
    const at = instant(v.at, '--at');
    const { sources } = await retireInstance(ctx, {
      component: needed(v.component, '--component'),
      instance: needed(v.instance, '--instance'),
      ...(at === undefined ? {} : { at }),
    });
    return `retired for ${sources} ${sources === 1 ? 'source' : 'sources'}`;
  },
  'catalog apply': async (ctx, v, [file]) => {
    const text = await readText(needed(file, 'FILE.yaml'));
    const isDryRun = v['dry-run'] ?? false;
    const { changes } = await applyCatalog(ctx, {
      text,
      isDryRun,
      reason: v.reason,
      onPlan: (plan) => process.stdout.write(`${planLines(plan).join('\n')}\n`),
    });
    return changes.length === 0 ? '' : isDryRun ? 'nothing was changed: this was a dry run' : 'applied';
  },
  'catalog export': async (ctx) => (await exportCatalog(ctx)).trimEnd(),
  'admin create': async (ctx, v) =>
    (await createInvitation(ctx, { email: needed(v.email, '--email'), role: 'admin' })).link,
  'admin reset-access': async (ctx, _, [email]) =>
    (await createAccessReset(ctx, { email: needed(email, 'ADDRESS') })).link,
  'audit verify': async (ctx, v) => {
    const { entries, hash, broken } = await verifyAudit(ctx, v.expect === undefined ? null : keptHash(v.expect));
    if (broken)
      throw new AppError(
        'invalid_input',
        `The audit log is not whole: entry ${broken.seq} was ${broken.why}; ${entries} before it are as they were written.`,
      );
    return `The audit log is whole: ${entries} entries. Keep this elsewhere, and give it as --expect later: ${entries}:${hash}`;
  },
};

function read() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new AppError('invalid_input', `${(error as Error).message}\n\n${USAGE}`);
  }
}

surviveClosedPipes();
try {
  const { values, positionals } = read();
  const name = positionals.slice(0, 2).join(' ');
  const command = COMMANDS[name];
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  if (!command) throw new AppError('invalid_input', `No such command.\n\n${USAGE}`);
  if (positionals.length > 2 + (ARGUMENTS[name] ?? 0))
    throw new AppError('invalid_input', `"${positionals.at(-1)}" is too much.\n\n${USAGE}`);
  const say = (database: string) => process.stderr.write(`database: ${database}\n`); // stdout is for what the command prints
  const output = await withContext(readEnv(), { log: createLog('warn'), say }, (ctx) =>
    command({ ...ctx, actor: { kind: 'system', name: 'cli' } }, values, positionals.slice(2)),
  );
  if (output) process.stdout.write(`${output}\n`);
} catch (error) {
  process.stderr.write(`candor: ${error instanceof AppError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
