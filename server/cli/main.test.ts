import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { COMPILE_CACHE } from '#server/test/compile-cache';
import { cloneDatabase, testWorld } from '#server/test/database';

const ROOT = path.resolve(import.meta.dirname, '../..');
const EXAMPLE = 'examples/catalog.yaml';
const world = testWorld();

type Run = { isRead?: boolean; command?: 'main' | 'replay'; databaseUrl?: string };

/** Runs `candor`, or the replay, on the database of this file. With `isRead: false`, the reader of its output closes the pipe at once. */
async function candor(args: readonly string[], { isRead = true, command = 'main', databaseUrl = world.url }: Run = {}) {
  const child = spawn(process.execPath, [`server/cli/${command}.ts`, ...args], {
    cwd: ROOT,
    env: { ...COMPILE_CACHE, NODE_ENV: 'test', DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!isRead) child.stdout.destroy();
  const [stderr, stdout] = await Promise.all([buffer(child.stderr), isRead ? buffer(child.stdout) : Buffer.alloc(0)]);
  return { code: await ended, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe('a command', () => {
  test('names the database without its password on stderr, and prints nothing else there', async () => {
    const { host, pathname, password } = new URL(world.url);
    const { code, stdout, stderr } = await candor(['catalog', 'apply', EXAMPLE, '--dry-run']);
    expect([code, stderr]).toEqual([0, `Database: ${host}${pathname} (DATABASE_URL)\n`]);
    expect(stdout).toContain('= no changes');
    expect(stderr).not.toContain(`:${password}@`);
  });

  test.each([
    ['catalog', 'apply', EXAMPLE, '--dry-run'],
    ['catalog', 'export'],
    ['audit', 'verify'],
    ['token', 'create', '--scope', 'probes:write', '--source', 'agent-a'],
    ['--help'],
  ])('ends quietly when its reader has gone: %s %s', async (...args) => {
    const { code, stderr } = await candor(args, { isRead: false });
    expect([code, stderr.replace(/^Database: .*\n/, '')]).toEqual([0, '']);
  });

  test('ends quietly when its reader has gone: replay', async () => {
    const database = await cloneDatabase();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-trace-'));
    onTestFinished(async () => {
      await database.drop();
      await rm(folder, { recursive: true });
    });
    const trace = path.join(folder, 'trace.ndjson');
    const at = '2022-03-30T12:00:10Z';
    const probes = [{ component: 'serving', instance: 'srv-0001', observedAt: at, health: 'up' }];
    await writeFile(trace, `${JSON.stringify({ deliveredAt: at, source: 'agent-a', probes })}\n`);
    const replay = { command: 'replay', databaseUrl: database.url } as const;
    expect(await candor(['--trace', trace], { ...replay, isRead: false })).toMatchObject({ code: 0, stderr: '' });
  });

  test('completes its work when its reader has gone', async () => {
    await candor(['token', 'create', '--scope', 'probes:write', '--source', 'agent-b'], { isRead: false });
    expect(await world.ctx.prisma.token.count({ where: { source: { name: 'agent-b' } } })).toBe(1);
  });
});

describe('wrong usage', () => {
  test.each([
    [['tokn', 'list'], "unknown command 'tokn'\n(Did you mean token?)"],
    [['token', 'crate'], "unknown command 'crate'\n(Did you mean create?)"],
    [['token', 'list', '--all'], "unknown option '--all'"],
    [['token', 'list', 'agent-a'], "too many arguments for 'list'. Expected 0 arguments but got 1: agent-a."],
    [['token', 'revoke'], "missing required argument 'token'"],
    [['token', 'create'], "required option '--scope <scope...>' not specified"],
    [['admin', 'create'], "required option '--email <address>' not specified"],
    [
      ['token', 'create', '--scope', 'probes:write', '--expires-in-days', '0'],
      "option '--expires-in-days <days>' argument '0' is invalid. It must be a whole number of days above 0.",
    ],
    [
      ['status', 'rebuild', '--from', 'yesterday'],
      "option '--from <time>' argument 'yesterday' is invalid. It must be an RFC 3339 time like 2022-03-30T13:20:00Z.",
    ],
    [
      ['audit', 'verify', '--expect', '12'],
      `option '--expect <number:hash>' argument '12' is invalid. It must be NUMBER:HASH as printed by "audit verify".`,
    ],
  ])('exits with 2 and says what to do: %j', async (args, message) => {
    const hint = 'Use --help to see the commands and options.';
    expect(await candor(args)).toEqual({ code: 2, stdout: '', stderr: `candor: ${message}\n${hint}\n` });
  });

  test('exits with 2 in the replay', async () => {
    const { code, stderr } = await candor(['--speed', '0'], { command: 'replay' });
    expect(code).toBe(2);
    expect(stderr).toContain(`argument '0' is invalid. It must be a number above 0, or "max".`);
  });

  test('prints the commands of an area to stderr when the command is missing', async () => {
    const { code, stdout, stderr } = await candor(['token']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/create \[options\].*\n.*list.*\n.*revoke <token>/);
  });
});

describe('help', () => {
  test.each([
    [['--help'], 'Usage: npm run -s candor -- [options] [command]'],
    [['token', 'create', '--help'], 'Usage: npm run -s candor -- token create [options]'],
    [['catalog', 'apply', '-h'], 'Usage: npm run -s candor -- catalog apply [options] <file>'],
  ])('is printed to stdout, without opening a database: %j', async (args, usage) => {
    const { code, stdout, stderr } = await candor(args);
    expect([code, stdout.split('\n')[0], stderr]).toEqual([0, usage, '']);
  });
});

describe('a failed command', () => {
  test('exits with 1 and prints the reason to stderr', async () => {
    const { code, stdout, stderr } = await candor(['catalog', 'apply', '/missing.yaml']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Database: .*\ncandor: Cannot read \/missing\.yaml: ENOENT/);
  });
});

test('passes arguments and options to the commands', async () => {
  const text = (
    await candor(['token', 'create', '--scope', 'incidents:read', '--scope', 'audit:read', '--name', 'desk'])
  ).stdout;
  expect(text).toMatch(/^\S+\n$/);
  const listed = (await candor(['token', 'list'])).stdout.split('\n').find((line) => line.includes('incidents:read'));
  const [id = '', prefix = '', ...columns] = listed?.split('\t') ?? [];
  expect(text).toContain(prefix);
  expect(columns).toEqual(['-', 'incidents:read,audit:read', 'valid']);
  expect((await candor(['token', 'revoke', id])).stdout).toBe('Token revoked.\n');
  expect((await candor(['token', 'list'])).stdout).toContain('\trevoked ');
  expect((await candor(['status', 'rebuild', '--component', 'serving'])).stdout).toMatch(
    /^Status rebuilt from 0 probes in \d/,
  );
  expect((await candor(['admin', 'create', '--email', 'ada@status.example'])).stdout).toMatch(/^https?:\S+\n$/);
});

test('subscribers are imported from a file, listed and exported; rows with errors are named', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'partners.csv');
  const header = 'channel,address,components,minimumImpact,language,timeZone';
  await writeFile(file, `${header}\nemail,petra@a.example,serving,major,,\nemail,nonsense,,,,\n`);
  const imported = await candor(['subscriber', 'import', file, '--confirmed']);
  expect([imported.code, imported.stdout.trim().split('\n')]).toEqual([
    0,
    [
      'row 3: address: must be one e-mail address',
      '1 added, 0 already subscribed, 0 previously unsubscribed, 1 with errors.',
    ],
  ]);
  const [, ...columns] = (await candor(['subscriber', 'list'])).stdout.trim().split('\t');
  expect(columns).toEqual(['email', 'petra@a.example', 'active', 'serving', 'major']);
  const [head, row] = (await candor(['subscriber', 'export'])).stdout.trim().split('\r\n');
  expect([head?.startsWith(header), row?.startsWith('email,petra@a.example,serving,major,en,,')]).toEqual([true, true]);
  expect((await candor(['subscriber', 'import', path.join(folder, 'none.csv')])).code).toBe(1);
});
