import type { Command } from 'commander';
import type { Instant } from '#domain/time/interval';
import { retireInstance } from '#server/catalog/verbs/retire-instance';
import { timeArgument } from '#server/cli/arguments';
import { runCommand } from '#server/cli/run-command';

/** Adds `instance retire`. */
export function addInstanceCommands(program: Command): void {
  program
    .command('instance')
    .description('Manage the instances of components')
    .command('retire')
    .description('Remove an instance from the fleet until a source sends probes for it again')
    .requiredOption('--component <slug>', 'component of the instance')
    .requiredOption('--instance <name>', 'name of the instance')
    .option('--at <time>', 'time of removal, RFC 3339 (default: now)', timeArgument)
    .action((input: { component: string; instance: string; at?: Instant }) =>
      runCommand(async (ctx) => {
        const { sources } = await retireInstance(ctx, input);
        return `Instance retired for ${sources} ${sources === 1 ? 'source' : 'sources'}.`;
      }),
    );
}
