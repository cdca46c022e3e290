import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { planLines } from '#server/catalog/plan/plan-lines';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { runCommand } from '#server/cli/run-command';
import { AppError } from '#server/errors';

async function readText(file: string): Promise<string> {
  return (await readBytes(file)).toString('utf8');
}

function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch((error: Error) => {
    throw new AppError('invalid_input', `Cannot read ${file}: ${error.message}`);
  });
}

/** Adds `catalog apply` and `catalog export`. */
export function addCatalogCommands(program: Command): void {
  const catalog = program.command('catalog').description('Manage components, policies and sources as a file');
  catalog
    .command('apply')
    .description('Show the differences and apply the file')
    .argument('<file>', 'catalogue in YAML')
    .option('--dry-run', 'only show the differences')
    .option('--reason <text>', 'reason for the audit log; required for a backdated policy version or a new SLA target')
    .action((file: string, { dryRun = false, reason }: { dryRun?: boolean; reason?: string }) =>
      runCommand(async (ctx) => {
        const { changes } = await applyCatalog(ctx, {
          text: await readText(file),
          isDryRun: dryRun,
          readFile: (name) => readBytes(path.resolve(path.dirname(file), name)),
          reason,
          onPlan: (plan) => process.stdout.write(`${planLines(plan).join('\n')}\n`),
        });
        if (changes.length === 0) return '';
        return dryRun ? 'Dry run: no changes applied.' : 'Catalogue applied.';
      }),
    );
  catalog
    .command('export')
    .description('Print the catalogue as YAML')
    .action(() => runCommand(async (ctx) => (await exportCatalog(ctx)).trimEnd()));
}
