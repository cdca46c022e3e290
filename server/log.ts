import pino from 'pino';

/** JSON lines on stderr, so that stdout stays for what a command prints. */
export function createLog(level: string) {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  );
}

export type Log = ReturnType<typeof createLog>;
