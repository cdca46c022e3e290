import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cloneDatabase, testWorld } from '#server/test/database';

const ROOT = path.resolve(import.meta.dirname, '../..');
const EXAMPLE = 'examples/catalog.yaml';
const world = testWorld();

type Run = { isRead?: boolean; command?: 'main' | 'replay'; databaseUrl?: string };

/** Runs `candor`, or another command, on the database of this file; its reader goes away at once where `isRead` is false. */
async function candor(args: readonly string[], { isRead = true, command = 'main', databaseUrl = world.url }: Run = {}) {
  const child = spawn(process.execPath, [`server/cli/${command}.ts`, ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'test', DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!isRead) child.stdout.destroy();
  const [stderr, stdout] = await Promise.all([buffer(child.stderr), isRead ? buffer(child.stdout) : Buffer.alloc(0)]);
  return { code: await ended, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe('a command', () => {
  test('says on standard error which database it uses, without the password, and nothing else: no warning of a library', async () => {
    const { host, pathname, password } = new URL(world.url);
    const { code, stdout, stderr } = await candor(['catalog', 'apply', EXAMPLE, '--dry-run']);
    expect([code, stderr]).toEqual([0, `database: ${host}${pathname} (DATABASE_URL)\n`]);
    expect(stdout).toContain('= no changes');
    expect(stderr).not.toContain(`:${password}@`);
  });

  test.each([
    ['catalog', 'apply', EXAMPLE, '--dry-run'],
    ['catalog', 'export'],
    ['audit', 'verify'],
    ['token', 'create', '--scope', 'probes:write', '--source', 'agent-a'],
    ['--help'],
  ])('whose reader is gone ends quietly: %s %s', async (...args) => {
    const { code, stderr } = await candor(args, { isRead: false });
    expect([code, stderr.replace(/^database: .*\n/, '')]).toEqual([0, '']);
  });

  test('whose reader is gone ends quietly: replay', async () => {
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

  test('whose reader is gone still does its work', async () => {
    await candor(['token', 'create', '--scope', 'probes:write', '--source', 'agent-b'], { isRead: false });
    expect(await world.ctx.prisma.token.count({ where: { source: { name: 'agent-b' } } })).toBe(1);
  });
});
