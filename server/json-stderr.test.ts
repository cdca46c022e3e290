import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const BEGIN = `
  import { createLog } from '#server/log';
  import { endOnUncaught, redirectStderr } from '#server/json-stderr';
  const log = createLog('debug');
  redirectStderr(log);
  endOnUncaught(log);
`;

/** Runs a script after the first lines of the server. Returns its exit status and output, with standard error as parsed lines. */
function ran(script: string) {
  const cwd = path.resolve(import.meta.dirname, '..');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', BEGIN + script], {
    cwd,
    encoding: 'utf8',
  });
  const lines = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>); // throws where one is no JSON
  return { status, stdout, lines };
}

// Next prints its own errors and warnings by console, with stacks; Node deprecations by process warnings; React past both in some versions.
test.each([
  [
    'an error with its stack',
    "console.error(new Error('first\\nsecond'));",
    { level: 50, text: expect.stringMatching(/^Error: first\nsecond\n {4}at /) },
  ],
  ['a warning of Next', "console.warn('⚠ a', 'b');", { level: 50, text: '⚠ a b' }],
  ['a message of Next for standard output', "console.log('Ready');", { level: 20, text: 'Ready' }],
  [
    'a warning of Node.js',
    "process.emitWarning('old', 'DeprecationWarning', 'DEP0005');",
    { level: 40, name: 'DeprecationWarning', message: 'old' },
  ],
  [
    'a leak of listeners',
    "for (let i = 0; i < 11; i++) process.on('x', () => {});",
    { level: 40, name: 'MaxListenersExceededWarning' },
  ],
  ['what is printed past the console', "process.stderr.write('a\\nb\\n');", { level: 40, text: 'a\nb' }],
])('%s is one line of JSON', (_, script, line) => {
  const { status, stdout, lines } = ran(script);
  expect([status, stdout, lines]).toEqual([0, '', [expect.objectContaining(line)]]);
});

test.each([
  ['thrown', "setImmediate(() => { throw new Error('lost'); });", 'uncaughtException'],
  ['rejected', "Promise.reject(new Error('lost'));", 'unhandledRejection'],
  ['emitted', "setImmediate(() => process.stdin.emit('error', new Error('lost')));", 'uncaughtException'],
])('an error that is %s and not caught is the last line, and ends the process', (_, script, origin) => {
  const { status, lines } = ran(script);
  expect([status, lines]).toEqual([1, [expect.objectContaining({ level: 60, message: 'lost', origin })]]);
});
