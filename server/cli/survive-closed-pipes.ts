import type { Writable } from 'node:stream';

/**
 * Lets a command finish quietly when the reader of its output has gone (`candor catalog apply FILE | head`), because it may be changing the
 * database. Further output is lost. Any other write error still ends the process.
 */
export function surviveClosedPipes(streams: readonly Writable[] = [process.stdout, process.stderr]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
