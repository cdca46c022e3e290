import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ActingContext } from '#server/actor';
import { runCommand } from '#server/cli/run-command';
import { AppError } from '#server/errors';
import { exportSubscribers } from '#server/subscribers/reads/export-subscribers';
import { type ListedSubscriber, listSubscribers } from '#server/subscribers/reads/list-subscribers';
import { PER_PAGE_MAX } from '#server/subscribers/schemas';
import { type ImportOutcome, importSubscribers } from '#server/subscribers/verbs/import-subscribers';

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new AppError('invalid_input', `Cannot read ${file}: ${error.message}`);
  });
}

function linesOf({ lines, counts }: ImportOutcome): string {
  const faults = lines.filter(({ detail }) => detail !== null);
  return [
    ...faults.map(({ row, detail }) => `row ${row}: ${detail}`),
    `${counts.new} added, ${counts.subscribed} already subscribed, ${counts.unsubscribed} previously unsubscribed, ${counts.invalid} with errors.`,
  ].join('\n');
}

function lineOf({ id, channel, address, state, components, minimumImpact }: ListedSubscriber): string {
  return [id, channel, address, state, components.join(' ') || 'all', minimumImpact].join('\t');
}

async function listAll(ctx: ActingContext): Promise<string> {
  const lines: string[] = [];
  for (let page = 1; ; page++) {
    const { subscribers, hasMore } = await listSubscribers(ctx, { page, perPage: PER_PAGE_MAX });
    lines.push(...subscribers.map(lineOf));
    if (!hasMore) return lines.join('\n');
  }
}

/** Adds `subscriber import`, `subscriber export` and `subscriber list`. */
export function addSubscriberCommands(program: Command): void {
  const subscriber = program.command('subscriber').description('Manage subscribers');
  subscriber
    .command('import')
    .description('Add the new addresses of a CSV file')
    .argument('<file>', 'CSV with the header channel,address,components,minimumImpact,language,timeZone')
    .option('--confirmed', 'the subscribers have agreed; do not ask them to confirm by e-mail')
    .action((file: string, { confirmed = false }: { confirmed?: boolean }) =>
      runCommand(async (ctx) =>
        linesOf(await importSubscribers(ctx, { text: await readText(file), isConfirmed: confirmed })),
      ),
    );
  subscriber
    .command('export')
    .description('Print all subscribers as CSV')
    .action(() => runCommand(async (ctx) => (await Array.fromAsync(exportSubscribers(ctx))).join('').trimEnd()));
  subscriber
    .command('list')
    .description('List all subscribers: ID, channel, address, state, components, minimum impact')
    .action(() => runCommand(listAll));
}
