import type { Clock } from './clock.ts';
import type { AgentConfig } from './config.ts';
import type { ReportProblem } from './log.ts';
import type { Target } from './poll-target.ts';
import type { Listing } from './read-group.ts';
import { createGroupReader } from './read-groups.ts';

/** Limit of targets that one agent polls. Further targets are reported. */
const TARGETS_MAX = 10_000;

export type Member = Pick<Target, 'component' | 'instance'>;

export function keyOf({ component, instance }: Member): string {
  return `${component}/${instance}`;
}

/** Describes the problem with the targets of a group, or returns null. */
function problemOf({ listed, isComplete }: Listing, duplicates: readonly string[]): string | null {
  if (listed.length === 0)
    return 'no targets listed; polling the last known targets. Remove the group to retire them all';
  if (!isComplete) return 'last line has no newline and may be incomplete; it is ignored until the file is complete';
  return duplicates.length === 0
    ? null
    : `${duplicates.length} duplicate names; only the first target of each is polled: ${duplicates.slice(0, 5).join(', ')}`;
}

/** Reads all groups. Returns their targets, and the components of which targets may be missing. */
async function readTargets(
  groups: AgentConfig['groups'],
  reader: ReturnType<typeof createGroupReader>,
  report: ReportProblem,
): Promise<{ wanted: Map<string, Target>; incomplete: Set<string> }> {
  const wanted = new Map<string, Target>();
  const incomplete = new Set<string>();
  const listings = await reader.read();
  for (const [i, group] of groups.entries()) {
    const { component } = group;
    const key = `groups.${i} (${component})`;
    const listing = listings[i] as PromiseSettledResult<Listing>; // one per group
    if (listing.status === 'rejected') {
      incomplete.add(component);
      report(key, (listing.reason as Error).message);
      continue;
    }
    const { listed, isComplete } = listing.value;
    const duplicates: string[] = [];
    for (const one of listed) {
      const name = keyOf({ component, ...one });
      if (wanted.has(name)) duplicates.push(name);
      else wanted.set(name, { component, group, ...one });
    }
    if (listed.length === 0 || !isComplete) incomplete.add(component);
    report(key, problemOf(listing.value, duplicates));
  }
  return { wanted, incomplete };
}

/**
 * Manages the list of targets. `refresh` reads it again and returns the targets that have left. A group that cannot be read, is incomplete or
 * is empty keeps its last targets. A target has left if it is missing twice in a row, because a file may be half written once.
 * `before`: the members of the last run, so that targets that left while the agent was stopped are noticed.
 */
export function createTargetList(
  { groups, folder }: Pick<AgentConfig, 'groups' | 'folder'>,
  before: readonly Member[],
  { clock, report }: { clock: Clock; report: ReportProblem },
) {
  const targets = new Map<string, Target>();
  const members = new Map<string, Member>(
    before.map(({ component, instance }) => [keyOf({ component, instance }), { component, instance }]),
  );
  const missingOnce = new Set<string>();
  const reader = createGroupReader({ groups, folder }, clock);

  /** Adds the listed targets, up to the limit of one agent. */
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
    report(
      'targets',
      excess > 0 ? `${excess} targets are not polled; the limit is ${TARGETS_MAX} per agent. Use several agents` : null,
    );
  }

  /** Removes the members that are missing for the second time in a row, and returns them. */
  function removeMissing(wanted: ReadonlyMap<string, Target>, incomplete: ReadonlySet<string>): Member[] {
    const removed: Member[] = [];
    for (const [key, member] of members) {
      if (wanted.has(key) || incomplete.has(member.component)) continue;
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
      const { wanted, incomplete } = await readTargets(groups, reader, report);
      add(wanted);
      return removeMissing(wanted, incomplete);
    },
  };
}

export type TargetList = ReturnType<typeof createTargetList>;
