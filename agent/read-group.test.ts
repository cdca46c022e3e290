import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGroup } from './read-group.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-targets-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function listedTargets(content: string | Buffer) {
  await writeFile(path.join(folder, 'targets.txt'), content);
  const { listed, isComplete } = await readGroup({ component: 'serving', file: 'targets.txt' }, folder);
  return [listed.map(({ instance, url }) => `${instance} ${url}`), isComplete];
}

const LINES = ['web-1 http://127.0.0.1:3912/json/up.json   # front', 'web-2 http://127.0.0.1:3912/json/up.json', ''];
const TARGETS = ['web-1 http://127.0.0.1:3912/json/up.json', 'web-2 http://127.0.0.1:3912/json/up.json'];

describe('a target file', () => {
  test.each([
    ['LF', LINES.join('\n')],
    ['CRLF', LINES.join('\r\n')],
    ['CR', LINES.join('\r')],
    ['mixed line ends', `${LINES[0]}\r\n\n\r${LINES[1]}\n`],
    ['a byte order mark', `\ufeff${LINES.join('\r\n')}`],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${LINES.join('\r\n')}`, 'utf16le')],
    ['comments and blanks', `# first\r\n  #second \r\n\t${LINES[0]}#\r\n${LINES[1]}\t\r\n#`],
  ])('is read with %s', async (_, content) => {
    expect(await listedTargets(content)).toEqual([TARGETS, true]);
  });

  test('is incomplete if its last line has no line end', async () => {
    expect(await listedTargets(`${LINES[0]}\r\n${LINES[1]}`)).toEqual([[TARGETS[0]], false]);
  });

  test('names the invalid line, with any kind of line end', async () => {
    await expect(listedTargets(`${LINES[0]}\r\rweb-2 ftp://x\r`)).rejects.toThrow(
      'line 3 is not "URL" or "INSTANCE URL"',
    );
  });
});
