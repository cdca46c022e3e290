import { type Command, Option } from 'commander';
import { SCOPES, type Scope } from '#domain/access/permission';
import { daysArgument } from '#server/cli/arguments';
import { runCommand } from '#server/cli/run-command';
import { listTokens } from '#server/identity/tokens/reads/list-tokens';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { revokeToken } from '#server/identity/tokens/verbs/revoke-token';

type NewToken = { scope: Scope[]; source?: string; name?: string; expiresInDays?: number };
type Listed = Awaited<ReturnType<typeof listTokens>>[number];

function stateOf({ revokedAt, expiresAt }: Listed): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  return expiresAt ? `expires ${expiresAt.toISOString()}` : 'valid';
}

/** Adds `token create`, `token list` and `token revoke`. */
export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('Manage API tokens');
  token
    .command('create')
    .description('Create a token and print it once')
    .addOption(
      new Option('--scope <scope...>', 'what the token may do; repeat for several scopes')
        .choices(SCOPES)
        .makeOptionMandatory(),
    )
    .option('--source <name>', 'source of the probes; required for the scopes probes:*')
    .option('--name <text>', 'name of the token; required for all other scopes')
    .option('--expires-in-days <days>', 'days until the token expires (default: never)', daysArgument)
    .action(({ scope, ...rest }: NewToken) =>
      runCommand(async (ctx) => (await createToken(ctx, { scopes: scope, ...rest })).text),
    );
  token
    .command('list')
    .description('List all tokens: ID, prefix, source, scopes, state')
    .action(() =>
      runCommand(async (ctx) =>
        (await listTokens(ctx))
          .map((one) => [one.id, one.prefix, one.source?.name ?? '-', one.scopes.join(','), stateOf(one)].join('\t'))
          .join('\n'),
      ),
    );
  token
    .command('revoke')
    .description('Revoke a token')
    .argument('<token>', 'ID or prefix as shown by "token list"')
    .action((named: string) =>
      runCommand(async (ctx) => {
        await revokeToken(ctx, named);
        return 'Token revoked.';
      }),
    );
}
