// Runs vitest beside the build of the pages and Playwright: alone, neither uses both cores of a small machine. Prints the output of vitest at the end, and
// after it, if Playwright failed, the end of its output again, so that the last lines of a log name what failed.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const REPEATED_BYTES = 8_000;

/** Resolves to what the commands print and to the status of the first that fails, or 0. */
async function run(commands, { isQuiet }) {
  const printed = [];
  for (const [command, ...args] of commands) {
    const child = spawn(path.join(root, 'node_modules/.bin', command), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes) => printed.push(bytes));
      if (!isQuiet) stream.pipe(process.stdout, { end: false });
    }
    const status = await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
    if (status !== 0) return { status, printed: Buffer.concat(printed) };
  }
  return { status: 0, printed: Buffer.concat(printed) };
}

const BROWSER = [
  ['node', 'scripts/prepare.mjs'],
  ['node', 'scripts/chromium.mjs'],
  ['node', 'scripts/alertmanager.mjs'],
  ['playwright', 'test'],
];
const [unit, browser] = await Promise.all([
  run([['vitest', 'run']], { isQuiet: true }),
  run(BROWSER, { isQuiet: false }),
]);
process.stdout.write(unit.printed);
if (browser.status !== 0) process.stdout.write(browser.printed.subarray(-REPEATED_BYTES));
process.exitCode = unit.status || browser.status;
