import type { Command } from 'commander';
import { verifyAudit } from '#server/audit/verify-audit';
import { auditEntryArgument } from '#server/cli/arguments';
import { runCommand } from '#server/cli/run-command';
import { AppError } from '#server/errors';

type Expected = ReturnType<typeof auditEntryArgument>;

/** Adds `audit verify`. */
export function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .description('Check the audit log')
    .command('verify')
    .description('Verify the hash chain of the audit log, and that it contains the entry given with --expect')
    .option(
      '--expect <number:hash>',
      'number and hash printed by an earlier "audit verify"; the log must contain this entry',
      auditEntryArgument,
    )
    .action(({ expect = null }: { expect?: Expected | null }) =>
      runCommand(async (ctx) => {
        const { entries, hash, broken } = await verifyAudit(ctx, expect);
        if (broken)
          throw new AppError(
            'invalid_input',
            `Audit log verification failed: entry ${broken.seq} was ${broken.why}. The ${entries} entries before it are intact.`,
          );
        return `Audit log verified: ${entries} entries. To detect later tampering, store this value elsewhere and pass it as --expect: ${entries}:${hash}`;
      }),
    );
}
