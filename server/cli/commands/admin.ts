import type { Command } from 'commander';
import { runCommand } from '#server/cli/run-command';
import { createAccessReset } from '#server/identity/people/verbs/create-access-reset';
import { createInvitation } from '#server/identity/people/verbs/invite';

/** Adds `admin create` and `admin reset-access`. */
export function addAdminCommands(program: Command): void {
  const admin = program.command('admin').description('Create admins and restore access to the console');
  admin
    .command('create')
    .description('Print a one-time link that creates an admin account')
    .requiredOption('--email <address>', 'e-mail address of the new admin')
    .action(({ email }: { email: string }) =>
      runCommand(async (ctx) => (await createInvitation(ctx, { email, role: 'admin' })).link),
    );
  admin
    .command('reset-access')
    .description('Print a one-time link to set a new password, and turn off two-factor authentication')
    .argument('<email>', 'e-mail address of a staff account')
    .action((email: string) => runCommand(async (ctx) => (await createAccessReset(ctx, { email })).link));
}
