// Runs the quick checks: format, types, the rules in test/, and the tests in the folders of what changed since origin/main, committed or not.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const TESTED = /^(agent|bench|domain|messages|server)\//;

function run(command, ...args) {
  const { status } = spawnSync(path.join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean) : [];
}

/** Returns the folders under test that hold a changed file. Without origin/main, the changes are those since the last commit but one. */
function changedFolders() {
  const [base = 'HEAD~1'] = git('merge-base', 'HEAD', 'origin/main');
  const files = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')];
  return new Set(files.filter((file) => TESTED.test(file)).map((file) => path.dirname(file)));
}

/** Returns the tests that stand in these folders, without those of folders below. */
function testsIn(folders) {
  return [...folders]
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder))
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `${folder}/${name}`),
    );
}

run('biome', 'ci', '.');
run('node', 'scripts/prepare.mjs', '--client-only');
run('tsc', '--noEmit');
run('vitest', 'run', 'test/', ...testsIn(changedFolders()));
