// Runs vitest beside the build of the pages and Playwright: alone, neither uses both cores of a small machine. Prints the output of vitest at the end.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Resolves to what the commands print, if `isQuiet`, and to the status of the first that fails, or 0. */
async function run(commands, { isQuiet }) {
  const printed = [];
  for (const [command, ...args] of commands) {
    const child = spawn(path.join(root, 'node_modules/.bin', command), args, {
      cwd: root,
      stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => printed.push(bytes));
    const status = await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
    if (status !== 0) return { status, printed };
  }
  return { status: 0, printed };
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
process.stdout.write(Buffer.concat(unit.printed));
process.exitCode = unit.status || browser.status;
