// Writes public/live.js, the script of public pages, without the comments and long names of its source.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { minifySync } from 'rolldown/utils';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'components/site/frame/live.js');

const { code, errors } = minifySync(source, readFileSync(source, 'utf8'), {
  module: true,
  compress: { target: 'es2022' },
  mangle: { toplevel: true },
});
if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
writeFileSync(path.join(root, 'public/live.js'), code);
