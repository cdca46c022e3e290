import { type Clock, within } from './clock.ts';
import type { AgentConfig, Group } from './config.ts';
import { type Listing, readGroup } from './read-group.ts';

/** A file or name that takes longer is read on, and what it says is used when it is there. */
const READ_MS_MAX = 5_000;
/** Files that are opened at once: each holds one of the four threads that the buffer needs too, and may hang. */
const FILES_AT_ONCE = 2;

/** Lets so many works run at once; the others wait for their turn. */
function createGate(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** Reads the targets of all groups side by side. */
export function createReader({ groups, folder }: Pick<AgentConfig, 'groups' | 'folder'>, clock: Clock) {
  const gate = createGate(FILES_AT_ONCE);
  const begun = new Map<Group, Promise<PromiseSettledResult<Listing>>>();

  async function begin(group: Group): Promise<PromiseSettledResult<Listing>> {
    const [outcome] = await Promise.allSettled([
      group.file ? gate(() => readGroup(group, folder)) : readGroup(group, folder),
    ]);
    return outcome;
  }

  async function readSoon(group: Group): Promise<Listing> {
    const reading = begun.get(group) ?? begin(group);
    begun.set(group, reading);
    const outcome = await within(clock, READ_MS_MAX, reading);
    if (outcome === null) throw new Error(`it could not be read within ${READ_MS_MAX / 1000} s: keeping the last ones`);
    begun.delete(group);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  return {
    /** By group, what it names or why that is not known; in no more than READ_MS_MAX. */
    read: () => Promise.allSettled(groups.map(readSoon)),
    /** Whether a read takes longer than `ms` from now. */
    hangs: async (ms: number) => (await within(clock, ms, Promise.all(begun.values()))) === null,
  };
}
