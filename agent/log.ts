export type Log = { info: (text: string) => void; warn: (text: string) => void };

/** Writes one line per event, without a time, which the journal adds. */
export const stderrLog: Log = {
  info: (text) => process.stderr.write(`${text}\n`),
  warn: (text) => process.stderr.write(`warning: ${text}\n`),
};

/** Reports a problem under a key, or with null that it has ended. `detail` may differ each time and is no reason to log again. */
export type ReportProblem = (key: string, problem: string | null, detail?: string) => void;

/** Creates a reporter that logs a problem once, and again only after a different problem or a recovery under the same key. */
export function createProblemReporter(log: Log): ReportProblem {
  const reported = new Map<string, string>();
  return (key, problem, detail) => {
    if (problem !== null && reported.get(key) !== problem)
      log.warn(`${key}: ${problem}${detail === undefined ? '' : `: ${detail}`}`);
    if (problem === null && reported.has(key)) log.info(`${key}: recovered`);
    if (problem === null) reported.delete(key);
    else reported.set(key, problem);
  };
}
