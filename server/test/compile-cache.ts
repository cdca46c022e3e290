import path from 'node:path';

/** Environment of processes that tests start. Node stores compiled scripts in this folder, so that the next process starts sooner. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/scripts'),
};

/**
 * Flags of Node for processes that tests start. For seconds, it does not pay to compile and optimise all WebAssembly of the database client, in the
 * server and in its worker, nor to begin with a small heap.
 */
export const SHORT_LIVED = ['--wasm-lazy-compilation', '--liftoff-only', '--max-semi-space-size=32'];
