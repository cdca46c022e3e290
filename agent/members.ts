import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgentConfig } from './config.ts';
import type { Say } from './log.ts';
import type { Member } from './target-list.ts';

/**
 * Remembers on disk what was observed, so that what left the fleet while the agent was not running is noticed. What another source observed
 * is not this one's to retire.
 */
export function createMembers({ buffer, source }: Pick<AgentConfig, 'buffer' | 'source'>, complain: Say) {
  const file = path.join(buffer, 'members.json');
  return {
    /** Nothing at the first start, and where the file cannot be used. */
    async load(): Promise<Member[]> {
      const found = await readFile(file, 'utf8')
        .then((text) => JSON.parse(text) as { source?: string; members?: Member[] } | null)
        .catch(() => null); // not there, or cut
      return found?.source === source && Array.isArray(found.members) ? found.members : [];
    },

    async save(members: readonly Member[]): Promise<void> {
      try {
        await mkdir(buffer, { recursive: true });
        await writeFile(`${file}.new`, JSON.stringify({ source, members }));
        await rename(`${file}.new`, file);
        complain('members.json', null);
      } catch (error) {
        complain('members.json', (error as Error).message);
      }
    },
  };
}
