import type { Clock } from './clock.ts';
import type { AgentConfig } from './config.ts';
import type { Say } from './log.ts';
import type { Target } from './poll-target.ts';
import type { Listing } from './read-group.ts';
import { createReader } from './read-groups.ts';

/** The number of targets that one agent probes at most. Further targets are reported. */
const TARGETS_MAX = 10_000;

export type Member = Pick<Target, 'component' | 'instance'>;

export function keyOf({ component, instance }: Member): string {
  return `${component}/${instance}`;
}

/** What is not as it should be with what a group names, or null. */
function flaw({ named, isWhole }: Listing, twice: readonly string[]): string | null {
  if (named.length === 0) return 'it lists no target: keeping the last ones; to retire them all, take the group out';
  if (!isWhole) return 'its last line has no end and may be half written: it is not used until it has one';
  return twice.length === 0
    ? null
    : `${twice.length} names are used already, and only the first target of each is observed: ${twice.slice(0, 5).join(', ')}`;
}

/** Reads all groups: the targets they name, and the components whose targets are not all known. */
async function readTargets(
  groups: AgentConfig['groups'],
  reader: ReturnType<typeof createReader>,
  complain: Say,
): Promise<{ wanted: Map<string, Target>; unread: Set<string> }> {
  const wanted = new Map<string, Target>();
  const unread = new Set<string>();
  const listings = await reader.read();
  for (const [i, group] of groups.entries()) {
    const { component } = group;
    const key = `groups.${i} (${component})`;
    const listing = listings[i] as PromiseSettledResult<Listing>; // one per group
    if (listing.status === 'rejected') {
      unread.add(component);
      complain(key, (listing.reason as Error).message);
      continue;
    }
    const { named, isWhole } = listing.value;
    const twice: string[] = [];
    for (const one of named) {
      const name = keyOf({ component, ...one });
      if (wanted.has(name)) twice.push(name);
      else wanted.set(name, { component, group, ...one });
    }
    if (named.length === 0 || !isWhole) unread.add(component);
    complain(key, flaw(listing.value, twice));
  }
  return { wanted, unread };
}

/**
 * Keeps the list of targets. `refresh` reads it again and returns those that left since: a source of targets that cannot be read, is not whole or
 * is empty, keeps its last ones, and one that is missing must be missing twice in a row (a file may be half written once).
 * `before`: the members of the last run, so that what left meanwhile is noticed.
 */
export function createTargetList(
  { groups, folder }: Pick<AgentConfig, 'groups' | 'folder'>,
  before: readonly Member[],
  { clock, complain }: { clock: Clock; complain: Say },
) {
  const targets = new Map<string, Target>();
  const members = new Map<string, Member>(
    before.map(({ component, instance }) => [keyOf({ component, instance }), { component, instance }]),
  );
  const missingOnce = new Set<string>();
  const reader = createReader({ groups, folder }, clock);

  /** Adds the targets that are listed, as far as the limit of one agent allows. */
  function add(wanted: ReadonlyMap<string, Target>): void {
    let excess = 0;
    for (const [key, target] of wanted) {
      if (!targets.has(key) && targets.size >= TARGETS_MAX) {
        excess++;
        continue;
      }
      targets.set(key, target);
      members.set(key, { component: target.component, instance: target.instance });
      missingOnce.delete(key);
    }
    complain(
      'targets',
      excess > 0 ? `${excess} are not observed: one agent observes at most ${TARGETS_MAX}. Split them.` : null,
    );
  }

  /** Removes the members that are missing for the second time in a row, and returns them. */
  function removeMissing(wanted: ReadonlyMap<string, Target>, unread: ReadonlySet<string>): Member[] {
    const removed: Member[] = [];
    for (const [key, member] of members) {
      if (wanted.has(key) || unread.has(member.component)) continue;
      if (!missingOnce.delete(key)) {
        missingOnce.add(key);
        continue;
      }
      targets.delete(key);
      members.delete(key);
      removed.push(member);
    }
    return removed;
  }

  return {
    targets,
    members: () => [...members.values()],
    hangs: reader.hangs,
    async refresh(): Promise<Member[]> {
      const { wanted, unread } = await readTargets(groups, reader, complain);
      add(wanted);
      return removeMissing(wanted, unread);
    },
  };
}

export type TargetList = ReturnType<typeof createTargetList>;
