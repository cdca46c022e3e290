/** A process that accepts a file and never responds. */
process.once('message', () => setInterval(() => undefined, 60_000));
