import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '#server/errors';
import { createProgram, runProgram } from './program.ts';

const argv = process.argv;
let printed = '';
let failed = '';
const listeners = [process.stdout, process.stderr].map((stream) => ({ stream, known: stream.listeners('error') }));

/** Runs a program with one command that does `work`. Returns its exit code. */
async function run(args: string[], work: () => Promise<void> = async () => undefined): Promise<unknown> {
  process.argv = ['node', 'candor', ...args];
  const program = createProgram('candor', 'A program.');
  program.command('work').requiredOption('--name <text>', 'a name').action(work);
  await runProgram(program);
  return process.exitCode;
}

beforeEach(() => {
  printed = '';
  failed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    failed += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
  for (const { stream, known } of listeners)
    for (const listener of stream.listeners('error'))
      if (!known.includes(listener)) stream.removeListener('error', listener as () => void); // what runProgram added
});

describe('a program', () => {
  test('exits with 0 after its work', async () => {
    let isDone = false;
    const code = await run(['work', '--name', 'x'], async () => {
      isDone = true;
    });
    expect([code, isDone, printed, failed]).toEqual([undefined, true, '', '']);
  });

  test('exits with 1 and prints what is wrong, without a stack', async () => {
    const code = await run(['work', '--name', 'x'], async () => {
      throw new AppError('not_found', 'Component "x" does not exist.');
    });
    expect([code, failed]).toEqual([1, 'candor: Component "x" does not exist.\n']);
  });

  test('prints the stack of an error that is our mistake', async () => {
    const code = await run(['work', '--name', 'x'], async () => {
      throw new TypeError('x is not a function');
    });
    expect(code).toBe(1);
    expect(failed).toMatch(/^candor: TypeError: x is not a function\n\s+at /);
  });

  test.each([
    [['work'], "required option '--name <text>' not specified"],
    [['wrok'], "unknown command 'wrok'"],
    [['work', '--name', 'x', '--nme', 'x'], "unknown option '--nme'"],
  ])('exits with 2 after wrong usage, and points to the help: %j', async (args, message) => {
    expect(await run(args)).toBe(2);
    expect(failed.startsWith(`candor: ${message}`)).toBe(true);
    expect(failed).toContain('Use --help to see the commands and options.');
  });

  test('exits with 0 after its help', async () => {
    expect(await run(['--help'])).toBe(0);
    expect(printed).toMatch(/^Usage: candor/);
  });
});
