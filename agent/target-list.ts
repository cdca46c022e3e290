import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AgentConfig, Group } from './config.ts';
import type { Target } from './poll-target.ts';

type Named = { instance: string; url: string };

/** `host:port`, the name of an instance that was given as a bare URL. */
function nameOf(url: string): string {
  return new URL(url).host;
}

/** Lines of a target file: a URL, or an instance and its URL; # begins a comment. Errors name the line. */
function parseTargetFile(text: string): Named[] {
  return text.split('\n').flatMap((line, i) => {
    const words = line.replace(/#.*$/, '').trim().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const url = words.at(-1) as string;
    if (words.length > 2 || !URL.canParse(url)) throw new Error(`line ${i + 1} is not "URL" or "INSTANCE URL"`);
    return [{ instance: words.length === 2 ? (words[0] as string) : nameOf(url), url }];
  });
}

async function namedOf(group: Group, folder: string): Promise<Named[]> {
  if (group.list) return group.list.map((entry) => (typeof entry === 'string' ? { instance: nameOf(entry), url: entry } : entry));
  if (group.file) return parseTargetFile(await readFile(path.resolve(folder, group.file), 'utf8'));
  const dns = group.dns as NonNullable<Group['dns']>; // one of the three is there
  const found = await lookup(dns.name, { all: true });
  return found.map(({ address, family }) => {
    const host = family === 6 ? `[${address}]` : address;
    return { instance: address, url: `${dns.https ? 'https' : 'http'}://${host}:${dns.port}${dns.path}` };
  });
}

export type Member = Pick<Target, 'component' | 'instance'>;

export function keyOf({ component, instance }: Member): string {
  return `${component}/${instance}`;
}

/**
 * Keeps the list of targets. `refresh` reads it again and returns those that left since: a source of targets that cannot be read, or is
 * empty, keeps its last ones, and one that is missing must be missing twice in a row (a file may be half written once).
 * `before`: the members of the last run, so that what left meanwhile is noticed.
 */
export function createTargetList(
  config: Pick<AgentConfig, 'groups' | 'folder'>,
  before: readonly Member[],
  complain: (key: string, text: string | null) => void,
) {
  const targets = new Map<string, Target>();
  const members = new Map<string, Member>(before.map(({ component, instance }) => [keyOf({ component, instance }), { component, instance }]));
  const missingOnce = new Set<string>();

  async function listed(): Promise<{ wanted: Map<string, Target>; unread: Set<string> }> {
    const wanted = new Map<string, Target>();
    const unread = new Set<string>(); // components of which not every target is known
    for (const [i, group] of config.groups.entries()) {
      const key = `groups.${i} (${group.component})`;
      try {
        const named = await namedOf(group, config.folder);
        if (named.length === 0) throw new Error('it lists no target: keeping the last ones; to retire them all, take the group out');
        for (const one of named) wanted.set(keyOf({ component: group.component, ...one }), { component: group.component, group, ...one });
        complain(key, null);
      } catch (error) {
        unread.add(group.component);
        complain(key, (error as Error).message);
      }
    }
    return { wanted, unread };
  }

  return {
    targets,
    members: () => [...members.values()],
    async refresh(): Promise<Member[]> {
      const { wanted, unread } = await listed();
      for (const [key, target] of wanted) {
        targets.set(key, target);
        members.set(key, { component: target.component, instance: target.instance });
        missingOnce.delete(key);
      }
      const left: Member[] = [];
      for (const [key, member] of members) {
        if (wanted.has(key) || unread.has(member.component)) continue;
        if (!missingOnce.delete(key)) {
          missingOnce.add(key);
          continue;
        }
        targets.delete(key);
        members.delete(key);
        left.push(member);
      }
      return left;
    },
  };
}

export type TargetList = ReturnType<typeof createTargetList>;
