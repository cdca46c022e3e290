import type { Command } from 'commander';
import type { Instant } from '#domain/time/interval';
import { timeArgument } from '#server/cli/arguments';
import { runCommand } from '#server/cli/run-command';
import { orderRebuild } from '#server/evaluation/verbs/order-rebuild';

type Range = { component?: string; from?: Instant; to?: Instant };

/** Adds `status rebuild`. */
export function addStatusCommands(program: Command): void {
  program
    .command('status')
    .description('Maintain the evaluated status')
    .command('rebuild')
    .description('Discard states and statuses and evaluate the stored probes again')
    .option('--component <slug>', 'only this component (default: all)')
    .option('--from <time>', 'start of the range, RFC 3339 (default: the first probe)', timeArgument)
    .option('--to <time>', 'end of the range, RFC 3339 (default: now)', timeArgument)
    .action((range: Range) =>
      runCommand(async (ctx) => {
        const startedAt = ctx.clock.monotonicMs();
        const { probes } = await orderRebuild(ctx, range, (until) =>
          process.stderr.write(`Rebuilt up to ${new Date(until).toISOString()}\n`),
        );
        const seconds = ((ctx.clock.monotonicMs() - startedAt) / 1000).toFixed(1);
        return `Status rebuilt from ${probes} probes in ${seconds} s.`;
      }),
    );
}
