import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readDkimKey } from './read-dkim-key.ts';

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-dkim-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'key.pem');
  await writeFile(file, text);
  return file;
}

const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const ED25519 = generateKeyPairSync('ed25519').privateKey;

test.each(['pkcs1', 'pkcs8'] as const)('an RSA key in PEM (%s) is read', async (type) => {
  const file = await fileWith(RSA.export({ type, format: 'pem' }).toString());
  expect((await readDkimKey(file)).equals(RSA)).toBe(true);
});

test.each([
  ['no key', 'secret'],
  ['nothing', ''],
  ['a key of another type', ED25519.export({ type: 'pkcs8', format: 'pem' }).toString()],
])('a file with %s is rejected', async (_, text) => {
  await expect(readDkimKey(await fileWith(text))).rejects.toMatchObject({
    code: 'bad_environment',
    message: 'DKIM_KEY_FILE: must contain an RSA private key in PEM.',
  });
});

test('a file that does not exist is named by its setting', async () => {
  await expect(readDkimKey('/nowhere/key.pem')).rejects.toThrow('DKIM_KEY_FILE: cannot read the file (ENOENT).');
});
