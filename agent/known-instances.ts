import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgentConfig } from './config.ts';
import type { ReportProblem } from './log.ts';
import type { Member } from './target-list.ts';

/**
 * Stores the polled instances on disk, so that instances that leave the fleet while the agent is stopped are retired at the next start.
 * A file written under another source is ignored, because its instances belong to that source.
 */
export function createMembers({ buffer, source }: Pick<AgentConfig, 'buffer' | 'source'>, report: ReportProblem) {
  const file = path.join(buffer, 'members.json');
  return {
    /** Returns no members at the first start and if the file cannot be used. */
    async load(): Promise<Member[]> {
      const found = await readFile(file, 'utf8')
        .then((text) => JSON.parse(text) as { source?: string; members?: Member[] } | null)
        .catch(() => null); // missing or truncated
      return found?.source === source && Array.isArray(found.members) ? found.members : [];
    },

    async save(members: readonly Member[]): Promise<void> {
      try {
        await mkdir(buffer, { recursive: true });
        await writeFile(`${file}.new`, JSON.stringify({ source, members }));
        await rename(`${file}.new`, file);
        report('members.json', null);
      } catch (error) {
        report('members.json', (error as Error).message);
      }
    },
  };
}
