export type Log = { info: (text: string) => void; warn: (text: string) => void };

/** One line each, for journald and for eyes: what happened, without a time, which the journal adds. */
export const stderrLog: Log = {
  info: (text) => process.stderr.write(`${text}\n`),
  warn: (text) => process.stderr.write(`warning: ${text}\n`),
};

/** Says what is wrong under a key, or with null that nothing is any more. `detail`: what may differ each time, and is no reason to say it again. */
export type Say = (key: string, text: string | null, detail?: string) => void;

/** Says a thing once, and again only after something else was said under its key. */
export function onceEach(log: Log): Say {
  const said = new Map<string, string>();
  return (key, text, detail) => {
    if (text !== null && said.get(key) !== text)
      log.warn(`${key}: ${text}${detail === undefined ? '' : `: ${detail}`}`);
    if (text === null && said.has(key)) log.info(`${key}: recovered`);
    if (text === null) said.delete(key);
    else said.set(key, text);
  };
}
