import { spawn } from 'node:child_process';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { testWorld } from '../test/database.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const EXAMPLE = 'examples/catalog.yaml';
const world = testWorld();

/** Runs `candor` on the database of this file; its reader goes away at once where `isRead` is false. */
async function candor(args: readonly string[], { isRead = true } = {}) {
  const child = spawn(process.execPath, ['server/cli/main.ts', ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'test', DATABASE_URL: world.url },
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
    expect(stdout).toContain('= nothing changes');
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

  test('whose reader is gone still does its work', async () => {
    await candor(['token', 'create', '--scope', 'probes:write', '--source', 'agent-b'], { isRead: false });
    expect(await world.ctx.prisma.token.count({ where: { source: { name: 'agent-b' } } })).toBe(1);
  });
});
