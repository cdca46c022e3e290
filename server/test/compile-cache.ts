import path from 'node:path';

/** Environment of processes that tests start. Node stores compiled scripts in this folder, so that the next process starts sooner. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/scripts'),
};

/**
 * Flags of Node for processes that tests start. They run for seconds, so they compile WebAssembly of the database client only where it is used, do not
 * optimise it, and start with a larger heap for new objects.
 */
export const SHORT_LIVED = ['--wasm-lazy-compilation', '--liftoff-only', '--max-semi-space-size=32'];
