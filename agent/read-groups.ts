import pLimit from 'p-limit';
import { type Clock, within } from './clock.ts';
import type { AgentConfig, Group } from './config.ts';
import { type Listing, readGroup } from './read-group.ts';

/** A read that takes longer continues in the background; its result is used once it is there. */
const READ_MS_MAX = 5_000;
/** Files read at the same time. Each uses one of the four threads that the buffer needs too, and may hang. */
const FILES_AT_ONCE = 2;

/** Creates a reader of the targets of all groups, which it reads in parallel. */
export function createGroupReader({ groups, folder }: Pick<AgentConfig, 'groups' | 'folder'>, clock: Clock) {
  const limitFiles = pLimit(FILES_AT_ONCE);
  const running = new Map<Group, Promise<PromiseSettledResult<Listing>>>();

  async function start(group: Group): Promise<PromiseSettledResult<Listing>> {
    const [outcome] = await Promise.allSettled([
      group.file ? limitFiles(() => readGroup(group, folder)) : readGroup(group, folder),
    ]);
    return outcome;
  }

  async function readInTime(group: Group): Promise<Listing> {
    const read = running.get(group) ?? start(group);
    running.set(group, read);
    const outcome = await within(clock, READ_MS_MAX, read);
    if (outcome === null)
      throw new Error(`cannot be read within ${READ_MS_MAX / 1000} s; polling the last known targets`);
    running.delete(group);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  return {
    /** Returns for each group its targets or the error, within READ_MS_MAX. */
    read: () => Promise.allSettled(groups.map(readInTime)),
    /** Returns whether a read takes longer than another `ms`. */
    hangs: async (ms: number) => (await within(clock, ms, Promise.all(running.values()))) === null,
  };
}
