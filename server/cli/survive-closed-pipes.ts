import type { Writable } from 'node:stream';

/**
 * Lets a command whose reader is gone (`candor catalog apply FILE | head`) do its work to the end, quietly: it may be changing the database.
 * What it still prints is lost. Any other failure to write ends the process, as it would without this.
 */
export function surviveClosedPipes(streams: readonly Writable[] = [process.stdout, process.stderr]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
