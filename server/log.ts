import pino from 'pino';

/** Makes a log of JSON lines on stderr; stdout is for the output of commands. */
export function createLog(level: string) {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  );
}

export type Log = ReturnType<typeof createLog>;
