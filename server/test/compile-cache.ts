import path from 'node:path';

/** Environment of processes that tests start. Node stores compiled scripts in this folder, so that the next process starts sooner. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/scripts'),
};
