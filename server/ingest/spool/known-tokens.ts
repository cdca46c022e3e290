import { open, readFile, rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '#server/context';
import type { Authenticator } from '#server/identity/tokens/authenticate';
import { type KnownToken, knownTokenSchema } from '#server/identity/tokens/sender';
import type { Log } from '#server/log';

/** Tokens that are kept for a restart without the database: the ones that were read most recently. */
const KNOWN_TOKENS_MAX = 10_000;
const PACE_MS = 1_000;
/** How often the file is written while only the times at which tokens were read have changed. */
const REFRESH_MS = 60_000;

/** Reads the tokens that an earlier process knew; none if the file is missing or damaged. It holds hashes of secrets only. */
export async function readKnownTokens(file: string, log: Log): Promise<KnownToken[]> {
  try {
    return z.array(knownTokenSchema).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ message: (error as Error).message }, 'the known tokens cannot be read; beginning without them');
    return [];
  }
}

/** Replaces the file as a whole, so that a crash leaves the earlier or the later one. */
async function writeDurably(file: string, text: string): Promise<void> {
  const written = `${file}.new`;
  const handle = await open(written, 'w', 0o600);
  await handle
    .writeFile(text)
    .then(() => handle.sync())
    .finally(() => handle.close());
  await rename(written, file);
}

/** Writes the known tokens within a second when they change, and at least once per minute while they are used, until `signal` ends it. */
export async function keepKnownTokens(
  { clock, log }: Pick<Context, 'clock' | 'log'>,
  { known, revision }: Pick<Authenticator, 'known' | 'revision'>,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  let kept = { text: '', revision: revision(), atMs: Number.NEGATIVE_INFINITY };
  for (;;) {
    const isDue = revision() !== kept.revision || clock.monotonicMs() - kept.atMs >= REFRESH_MS || signal.aborted;
    if (isDue) {
      const now = { text: JSON.stringify(known(KNOWN_TOKENS_MAX)), revision: revision(), atMs: clock.monotonicMs() };
      if (now.text !== kept.text)
        await writeDurably(file, now.text).catch((error: Error) =>
          log.warn({ message: error.message }, 'the known tokens cannot be written; retrying'),
        );
      kept = now;
    }
    if (signal.aborted) return;
    await wait(PACE_MS, undefined, { signal }).catch(() => undefined); // aborted: written once more
  }
}
