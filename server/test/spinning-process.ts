/** A process that accepts a file and uses the processor without end. */
process.once('message', () => {
  while (process.connected);
});
