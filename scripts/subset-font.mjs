// Writes the font files of public/fonts from the npm package of Geist. Their names contain a digest, because browsers cache them forever.
// With --check it changes nothing, and fails if the committed files are not the ones it would make.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'public/fonts');
/** The digits of the digest in a file name. */
const DIGEST_LENGTH = 8;

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');
/** Dashes, quotation marks, daggers, bullets, primes, arrows, and spaces that do not break. */
const SIGNS = `${range(0x2009, 0x2014)}${range(0x2018, 0x201e)}${range(0x2020, 0x2022)}…\u202f′″‹›⁄€™↑↓−`;
const PARTS = [
  { name: 'latin', text: range(0x20, 0x7e) + range(0xa0, 0xff) + SIGNS },
  { name: 'latin-ext', text: range(0x100, 0x17f) },
];
/** Tabular figures, and what accents and spacing need. Alternative shapes of letters are left out. */
const FEATURES = ['kern', 'tnum', 'mark', 'mkmk', 'ccmp', 'locl', 'calt', 'liga'];

async function fileOf({ name, text }) {
  const source = readFileSync(require.resolve(`@fontsource-variable/geist/files/geist-${name}-wght-normal.woff2`));
  const bytes = await subsetFont(source, text, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
    keepFeatures: FEATURES,
    noHinting: true,
  });
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_LENGTH);
  return { name: `geist-${name}-${digest}.woff2`, bytes };
}

const license = {
  name: 'OFL.txt',
  bytes: readFileSync(require.resolve('@fontsource-variable/geist/LICENSE')),
};
const files = [...(await Promise.all(PARTS.map(fileOf))), license];
if (process.argv.includes('--check')) {
  const committed = readdirSync(folder).sort();
  const expected = files.map(({ name }) => name).sort();
  const isSame = files.every(
    ({ name, bytes }) => committed.includes(name) && bytes.equals(readFileSync(path.join(folder, name))),
  );
  if (isSame && committed.join() === expected.join()) process.exit(0);
  process.stderr.write(`public/fonts has ${committed.join(', ')} instead of ${expected.join(', ')}\n`);
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { name, bytes } of files) {
  writeFileSync(path.join(folder, name), bytes);
  process.stdout.write(`${name} ${bytes.length} bytes\n`);
}
