import { setTimeout as wait } from 'node:timers/promises';
import { mergeProbeValues } from '#domain/measurement/probe';
import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Context } from '#server/context';
import { faultOwner } from '#server/db/sql-fault';
import { AppError } from '#server/errors';
import { ensureDay, partitionDays } from '#server/ingest/sql/partitions';
import { type ProbeRow, storeProbes } from '#server/ingest/sql/probes';
import { storeApart } from './isolate-bad-rows.ts';

/** Rows that may wait for the database; beyond that, ingest answers 503. */
const WAITING_ROWS_MAX = 60_000;
const INSERT_ROWS_MAX = 4_000;
const INSERTS_AT_ONCE = 4;
const DEADLOCK_TRIES = 3;
const RETRY_PAUSE_MS = 20;
const REMEMBERED_DAY_AGE_MAX_MS = 10 * DAY_MS;

/** `refused`: indexes of the rows with a value that cannot be stored. */
type Written = { duplicates: number; refused: number[] };
type Delivery = { rows: ProbeRow[]; done: (written: Written) => void; failed: (error: unknown) => void };
type Joined = { rows: ProbeRow[]; owners: number[]; repeatsWithin: number[] };

/** Sorts the rows of several deliveries and merges those of one key; a merged row counts as a repeat for the later delivery. */
function join(deliveries: readonly Delivery[]): Joined {
  const all = deliveries.flatMap((delivery, owner) => delivery.rows.map((row) => ({ row, owner })));
  all.sort((a, b) => a.row.at - b.row.at || a.row.seriesId - b.row.seriesId);
  const joined: Joined = { rows: [], owners: [], repeatsWithin: deliveries.map(() => 0) };
  for (const { row, owner } of all) {
    const last = joined.rows.at(-1);
    if (last && last.at === row.at && last.seriesId === row.seriesId) {
      joined.rows[joined.rows.length - 1] = { ...last, ...mergeProbeValues(last, row) };
      joined.repeatsWithin[owner] = (joined.repeatsWithin[owner] ?? 0) + 1;
    } else {
      joined.rows.push(row);
      joined.owners.push(owner);
    }
  }
  return joined;
}

/** Makes a function that writes rows durably and creates the partitions that they need. It retries after a deadlock or a dropped partition. */
function createStore(ctx: Pick<Context, 'ingest' | 'clock'>) {
  let days: Set<number> | null = null;

  // The retention of an older day counts from its last write, which ensureDay records, so such a day is not remembered.
  const isRecent = (day: number) => ctx.clock.now() - day < REMEMBERED_DAY_AGE_MAX_MS;

  async function ensureDays(rows: readonly ProbeRow[]): Promise<void> {
    const known = days ?? new Set((await partitionDays(ctx.ingest)).filter(isRecent));
    days = known;
    for (const day of new Set(rows.map((row) => dayOf(row.at)))) {
      if (known.has(day)) continue;
      await ensureDay(ctx.ingest, day, ctx.clock.now());
      if (isRecent(day)) known.add(day);
    }
  }

  return async function store(rows: readonly ProbeRow[]): Promise<number[]> {
    for (let attempt = 1; ; attempt++) {
      await ensureDays(rows);
      const client = await ctx.ingest.connect();
      let lost: Error | undefined;
      try {
        return await storeProbes(client, rows);
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (code === '23514')
          days = null; // a partition was dropped in the meantime
        else if (code !== '40P01') lost = error as Error;
        if (lost || attempt === DEADLOCK_TRIES) throw error;
      } finally {
        client.release(lost);
      }
      await wait(RETRY_PAUSE_MS * attempt);
    }
  };
}

type Store = ReturnType<typeof createStore>;

async function storeJoined(store: Store, deliveries: readonly Delivery[]): Promise<void> {
  const { rows, owners, repeatsWithin } = join(deliveries);
  for (const index of await store(rows))
    repeatsWithin[owners[index] as number] = (repeatsWithin[owners[index] as number] ?? 0) + 1;
  for (const [i, delivery] of deliveries.entries()) delivery.done({ duplicates: repeatsWithin[i] ?? 0, refused: [] });
}

/** Stores one delivery after a joint insert failed for a value, so that only the rows with such a value are refused. */
async function storeSingly(store: Store, delivery: Delivery): Promise<void> {
  const { rows, repeatsWithin } = join([delivery]);
  const { results, refused } = await storeApart(rows, store);
  const keyOf = ({ at, seriesId }: ProbeRow) => `${at} ${seriesId}`;
  const refusedKeys = new Set(refused.map((index) => keyOf(rows[index] as ProbeRow)));
  const repeats = results.reduce((sum, { result }) => sum + result.length, repeatsWithin[0] ?? 0);
  delivery.done({
    duplicates: repeats,
    refused: delivery.rows.flatMap((row, index) => (refusedKeys.has(keyOf(row)) ? [index] : [])),
  });
}

/** Makes a queue that joins deliveries which arrive together into one insert, with a few inserts at once. A delivery resolves once its rows are durable. */
export function createWriteQueue(ctx: Pick<Context, 'ingest' | 'clock' | 'log'>) {
  let waiting: Delivery[] = [];
  let waitingRows = 0;
  let running = 0;
  const store = createStore(ctx);

  function take(): Delivery[] {
    let rows = 0;
    let count = 0;
    while (
      count < waiting.length &&
      (count === 0 || rows + (waiting[count] as Delivery).rows.length <= INSERT_ROWS_MAX)
    )
      rows += (waiting[count++] as Delivery).rows.length;
    const taken = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return taken;
  }

  async function drain(): Promise<void> {
    running++;
    while (waiting.length > 0) {
      const deliveries = take();
      try {
        await storeJoined(store, deliveries);
      } catch (error) {
        if (faultOwner(error) === 'sender')
          for (const delivery of deliveries) await storeSingly(store, delivery).catch(delivery.failed);
        else for (const delivery of deliveries) delivery.failed(error);
      }
      waitingRows -= deliveries.reduce((sum, delivery) => sum + delivery.rows.length, 0);
    }
    running--;
  }

  /** Stores rows durably and returns the indexes of those that cannot be stored. Errors: overloaded where too many rows wait. */
  function writeEach(rows: ProbeRow[]): Promise<Written> {
    if (rows.length === 0) return Promise.resolve({ duplicates: 0, refused: [] });
    if (waitingRows + rows.length > WAITING_ROWS_MAX)
      return Promise.reject(
        new AppError(
          'overloaded',
          `More than ${WAITING_ROWS_MAX} probes are waiting for the database. Send the request again after Retry-After.`,
        ),
      );
    waitingRows += rows.length;
    return new Promise((done, failed) => {
      waiting.push({ rows, done, failed });
      // One turn of the event loop lets the requests that arrived together share an insert.
      if (running < INSERTS_AT_ONCE) setImmediate(() => running < INSERTS_AT_ONCE && void drain());
    });
  }

  return {
    writeEach,
    /** Stores rows durably; resolves to the number that repeat a key. Errors: overloaded; invalid_input where a row cannot be stored. */
    async write(rows: ProbeRow[]): Promise<number> {
      const { duplicates, refused } = await writeEach(rows);
      if (refused.length > 0)
        throw new AppError('invalid_input', 'The request contains a value that cannot be stored.');
      return duplicates;
    },
    waitingRows: () => waitingRows,
  };
}

export type WriteQueue = ReturnType<typeof createWriteQueue>;
