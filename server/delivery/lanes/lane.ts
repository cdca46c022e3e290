import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#server/log';

/** A stopping process waits this long for deliveries in progress. Another process tries the remaining ones when their claims expire. */
const STOP_MS_MAX = 3_000;
const SETTLE_TRIES_MAX = 5;
const SETTLE_PAUSE_MS = 1_000;

/**
 * The work of a lane. `slots`: deliveries in progress at once. `claim` returns due deliveries, at most `count`. `deliver` tries one and never rejects.
 * `settle` stores results.
 */
export type LaneWork<Delivery, Result> = {
  slots: number;
  claim: (count: number) => Promise<readonly Delivery[]>;
  deliver: (delivery: Delivery) => Promise<Result>;
  settle: (results: readonly Result[]) => Promise<void>;
};

/**
 * Runs the deliveries of a lane in this process. They overlap up to `slots`, so that a slow one delays no other. Results that arrive while earlier ones
 * are stored are stored together next, and each store is followed by one claim. So a delivery costs fewer statements as the load rises.
 */
export class Lane<Delivery, Result> {
  readonly #work: LaneWork<Delivery, Result>;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  #changes = 0;
  #inProgress = 0;
  #results: Result[] = [];
  #isSettling = false;
  #isStopping = false;
  #running: Promise<number> | null = null;

  constructor(work: LaneWork<Delivery, Result>, log: Log) {
    this.#work = work;
    this.#log = log;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Delivers until nothing is due; returns how many it tried. A call while it runs makes it look again, and ends with it. Rejects if it cannot claim. */
  run(): Promise<number> {
    this.lookAgain();
    this.#running ??= this.#pump();
    return this.#running;
  }

  /** Makes a running lane claim again at once. */
  lookAgain(): void {
    this.#noteChange();
  }

  /** Claims nothing more, and waits for a limited time for the deliveries in progress. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#noteChange();
    const done = new AbortController();
    const timeout = wait(STOP_MS_MAX, undefined, { signal: done.signal }).catch(() => undefined); // everything settled in time
    await Promise.race([this.#settled(), timeout]);
    done.abort();
  }

  async #pump(): Promise<number> {
    try {
      for (let count = 0; ; ) {
        const seen = this.#changes;
        const free = this.#isStopping ? 0 : this.#work.slots - this.#inProgress;
        const claimed = await (free > 0 ? this.#work.claim(free) : []);
        for (const delivery of claimed) this.#start(delivery);
        count += claimed.length;
        if (seen !== this.#changes) continue;
        if (this.#inProgress === 0) return count;
        await this.#nextChange();
      }
    } finally {
      this.#running = null; // without a pause after the last look, so that no call of run() is missed
    }
  }

  #start(delivery: Delivery): void {
    this.#inProgress++;
    void this.#work.deliver(delivery).then((result) => {
      this.#results.push(result);
      return this.#settleAll();
    });
  }

  async #settleAll(): Promise<void> {
    if (this.#isSettling) return;
    this.#isSettling = true;
    while (this.#results.length > 0) {
      const batch = this.#results;
      this.#results = [];
      await this.#store(batch);
      this.#inProgress -= batch.length;
      this.#noteChange();
    }
    this.#isSettling = false;
  }

  async #store(batch: readonly Result[]): Promise<void> {
    for (let attempt = 1; attempt <= SETTLE_TRIES_MAX; attempt++) {
      try {
        return await this.#work.settle(batch);
      } catch (error) {
        const facts = { message: (error as Error).message, deliveries: batch.length, attempt };
        this.#log.error(
          facts,
          'could not store the results of deliveries; they are sent again when their claims expire',
        );
        if (attempt < SETTLE_TRIES_MAX && !this.#isStopping) await wait(SETTLE_PAUSE_MS);
      }
    }
  }

  async #settled(): Promise<void> {
    while (this.#inProgress > 0) await this.#nextChange();
  }

  #noteChange(): void {
    this.#changes++;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#listeners.add(resolve));
  }
}
