// Generates the database client, builds the pages and their script, and compiles the server, if the sources have changed since the last run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const bin = (name) => path.join(root, 'node_modules/.bin', name);
/** What server/main.ts imports only in other threads and processes, or later. */
const IMPORTED_LATER = [
  'pages/main.ts',
  'worker/main.ts',
  'demo/run-demo.ts',
  'mail/smtp-route.ts',
  'outbound/checked-post.ts',
  'catalog/plan/catalog-outcome.ts',
];
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
};

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] }); // stdout is reserved for the output of the program
  if (status !== 0) process.exit(status ?? 1);
}

/** Stores compiled code where `npm start` finds it, because a process that removes types itself occupies 15 to 50 MB more. */
function compileServer() {
  const imports = IMPORTED_LATER.flatMap((file) => ['--import', `./server/${file}`]);
  const settings = { ...env, NODE_COMPILE_CACHE: '.next/cache/node' };
  spawnSync(process.execPath, [...imports, 'server/main.ts', '--help'], { cwd: root, env: settings, stdio: 'ignore' });
}

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

function isDone(stamp, digest) {
  const file = path.join(root, stamp);
  return existsSync(file) && readFileSync(file, 'utf8') === digest;
}

function unlessDone(stamp, digest, work) {
  if (isDone(stamp, digest)) return;
  work();
  writeFileSync(path.join(root, stamp), digest);
}

const schemas = readdirSync(path.join(root, 'prisma')).filter((name) => name.endsWith('.prisma'));
const client = digestOf(
  [...schemas.map((name) => `prisma/${name}`), 'package-lock.json'].map((name) => path.join(root, name)),
);
unlessDone('prisma/generated/.digest', client, () => run(bin('prisma'), ['generate']));
const sources = ['app', 'components', 'domain', 'messages', 'server'].flatMap(filesBelow);
const settings = ['next.config.js', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json'].map((name) =>
  path.join(root, name),
);
const built = digestOf([...sources, ...settings]);
if (!process.argv.includes('--client-only'))
  unlessDone('.next/.digest', built, () => {
    run(process.execPath, [path.join(root, 'scripts/minify-live.mjs')]);
    run(bin('next'), ['build']);
    compileServer();
  });
// The check of the types of routes names those of the last build. Where one of them is gone, tsc would fail.
else if (!isDone('.next/.digest', built)) rmSync(path.join(root, '.next/types/validator.ts'), { force: true });
