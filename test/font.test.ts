import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDER = path.join(ROOT, 'public/fonts');
const BYTES_MAX = 20_000;

const fonts = readdirSync(FOLDER).filter((name) => name.endsWith('.woff2'));
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

test('the committed fonts are those that the script makes', () => {
  expect(() => execFileSync(process.execPath, ['scripts/subset-font.mjs', '--check'], { cwd: ROOT })).not.toThrow();
});

test.each(fonts)('%s is small, and its name contains the digest of its bytes', (name) => {
  const bytes = readFileSync(path.join(FOLDER, name));
  expect(bytes.length).toBeLessThanOrEqual(BYTES_MAX);
  expect(name).toContain(createHash('sha256').update(bytes).digest('hex').slice(0, 8));
});

test('the stylesheet names the fonts that exist, and the layout preloads the first one', () => {
  expect([...read('app/font.css').matchAll(/fonts\/([^"]+)"/g)].map(([, name]) => name).sort()).toEqual(fonts.sort());
  expect(read('app/layout.tsx')).toContain(`/fonts/${fonts.find((name) => !name.includes('-ext-'))}`);
});

test('the layout names the font before it waits for the brand, so that equal pages have equal bytes', async () => {
  const { default: layout } = await import(path.join(ROOT, 'app/layout.tsx'));
  expect(layout({ children: null })).not.toBeInstanceOf(Promise);
});
