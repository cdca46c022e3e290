import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { currentRequestId } from '#server/http/request-context';
import type { Log } from './log.ts';

type Level = 'debug' | 'warn' | 'error';

/** Makes a stream that logs each chunk as one entry, with the id of the current request. */
function toLog(log: Log, level: Level, message: string): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      const text = String(chunk).trim();
      if (text) log[level]({ requestId: currentRequestId(), text }, message);
      done();
    },
  });
}

/** Redirects console output of Next and other libraries to the log. Standard output is for our own output. */
function redirectConsole(log: Log): void {
  globalThis.console = new Console({
    stdout: toLog(log, 'debug', 'printed by a library'),
    stderr: toLog(log, 'error', 'printed by a library'),
  });
}

/**
 * Redirects all plain text on standard error to the log: console output, direct writes, and warnings of Node.js. The log itself writes to
 * the file descriptor.
 */
export function redirectStderr(log: Log): void {
  const stray = toLog(log, 'warn', 'printed on standard error');
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: unknown[]) =>
    stray.write(chunk, ...(rest as []))) as typeof process.stderr.write;
  redirectConsole(log);
  process.removeAllListeners('warning'); // the default listener prints plain text
  process.on('warning', ({ name, message, stack }) => log.warn({ name, message, stack }, 'Node.js warning'));
}

/** Logs an uncaught error and ends the process, as Node.js would. */
export function endOnUncaught(log: Log): void {
  process.on('uncaughtException', ({ message, stack }, origin) => {
    log.fatal({ message, stack, origin }, 'uncaught error');
    process.exit(1);
  });
}
