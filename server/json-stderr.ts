import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { currentRequestId } from '#server/http/exchange';
import type { Log } from './log.ts';

type Level = 'debug' | 'warn' | 'error';

/** A stream that makes one line of the log of each chunk, however many lines that has, and names the request that it belongs to. */
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

/** Has what Next and other libraries print by console become lines of the log. Standard output stays for what we print. */
export function redirectConsole(log: Log): void {
  globalThis.console = new Console({
    stdout: toLog(log, 'debug', 'printed by a library'),
    stderr: toLog(log, 'error', 'printed by a library'),
  });
}

/**
 * Has everything that would be written on standard error as plain text become lines of the log: what is printed by console or past it, and
 * warnings of Node.js. The log itself writes to the file descriptor.
 */
export function keepStderrJson(log: Log): void {
  const stray = toLog(log, 'warn', 'printed on standard error');
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: unknown[]) =>
    stray.write(chunk, ...(rest as []))) as typeof process.stderr.write;
  redirectConsole(log);
  process.removeAllListeners('warning'); // Node's own prints it as text
  process.on('warning', ({ name, message, stack }) => log.warn({ name, message, stack }, 'Node.js warns'));
}

/** Logs an error that nothing caught and ends the process, as Node.js would. */
export function endOnUncaught(log: Log): void {
  process.on('uncaughtException', ({ message, stack }, origin) => {
    log.fatal({ message, stack, origin }, 'an error was not caught');
    process.exit(1);
  });
}
