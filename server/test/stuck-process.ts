/** A process that takes a file and never answers. */
process.once('message', () => setInterval(() => undefined, 60_000));
