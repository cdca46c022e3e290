import type { ActingContext } from '#server/actor';
import { readEnv } from '#server/env';
import { createLog } from '#server/log';
import { withContext } from './with-context.ts';

/** Runs a command as the system actor "cli" and prints its result to stdout. Everything else goes to stderr, so that results can be piped. */
export async function runCommand(work: (ctx: ActingContext) => Promise<string>): Promise<void> {
  const onDatabase = (database: string) => process.stderr.write(`Database: ${database}\n`);
  const output = await withContext(readEnv(), { log: createLog('warn'), onDatabase }, (ctx) =>
    work({ ...ctx, actor: { kind: 'system', name: 'cli' } }),
  );
  if (output) process.stdout.write(`${output}\n`);
}
