import { defineConfig } from 'vitest/config';
import { useMemoryFolder } from './server/test/memory-folder.ts';

process.env.TZ ??= 'America/St_Johns'; // half an hour off the hour, so that a local time that slips in is seen
useMemoryFolder(process.env);

export default defineConfig({
  test: {
    include: [
      'agent/**/*.test.ts',
      'bench/**/*.test.ts',
      'components/**/*.test.ts',
      'domain/**/*.test.ts',
      'messages/**/*.test.ts',
      'server/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: ['server/test/global-setup.ts'],
    testTimeout: 600_000, // these limits stop tests that hang, and must not be reached on a busy machine
    hookTimeout: 600_000,
    maxWorkers: 3,
    isolate: false,
  },
});
