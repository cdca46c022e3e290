import os from 'node:os';

/** The limit of a figure. */
export type Budget = { min: number } | { max: number };

/** A reference value of the machine, measured in the same run; `ratio` is the figure divided by it. */
export type Yardstick = { what: string; value: number; ratio: number; budget?: Budget };

export type Result = {
  bench: string;
  value: number;
  unit: string;
  budget: Budget;
  yardsticks: Yardstick[];
  /** Figures that help to read the first. */
  details?: Record<string, number | string>;
};

function reaches(value: number, budget: Budget | undefined): boolean {
  if (!budget) return true;
  return 'min' in budget ? value >= budget.min : value <= budget.max;
}

/** Returns whether the figure and all ratios with a budget meet it. */
export function isMet(result: Result): boolean {
  return reaches(result.value, result.budget) && result.yardsticks.every(({ ratio, budget }) => reaches(ratio, budget));
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** A yardstick beside a figure. */
export function against(what: string, figure: number, value: number, budget?: Budget): Yardstick {
  return { what, value: round(value), ratio: round(figure / value, 3), ...(budget ? { budget } : {}) };
}

function machine() {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryMiB: Math.round(os.totalmem() / 1024 ** 2),
    node: process.version,
    loadBefore: round(loadBefore),
  };
}

const loadBefore = os.loadavg()[0] as number; // one-minute load: shows a machine that was not idle

/** Returns one JSON line. */
export function line(result: Result): string {
  return JSON.stringify({ ...result, value: round(result.value), isMet: isMet(result), machine: machine() });
}

/** Returns the value below which the given share of `values` lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Returns the milliseconds that `work` takes. */
export async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
