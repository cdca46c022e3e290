import { coldStart } from './lib/bench-cold-start.ts';
import { mailDelivery, webhookDelivery } from './lib/bench-delivery.ts';
import { detection } from './lib/bench-detection.ts';
import { evaluation } from './lib/bench-evaluation.ts';
import { fanOutRows } from './lib/bench-fanout.ts';
import { herd } from './lib/bench-herd.ts';
import { hostileTextsBench } from './lib/bench-hostile-texts.ts';
import { hostileWaysIn } from './lib/bench-hostile-ways-in.ts';
import { ingestBatches } from './lib/bench-ingest-batches.ts';
import { ingestSingles } from './lib/bench-ingest-singles.ts';
import { pageServing } from './lib/bench-page.ts';
import { pageHistory } from './lib/bench-page-history.ts';
import { rebuild } from './lib/bench-rebuild.ts';
import { storage } from './lib/bench-storage.ts';
import { uptime } from './lib/bench-uptime.ts';
import { undoAll } from './lib/place.ts';
import { isMet, line, type Result } from './lib/report.ts';

/** The benches by name; one name can run several, each with lines of its own. */
const BENCHES: Record<string, readonly (() => Promise<Result> | AsyncIterable<Result>)[]> = {
  'ingest-batches': [ingestBatches],
  'ingest-singles': [ingestSingles],
  rebuild: [rebuild],
  evaluation: [evaluation],
  uptime: [uptime],
  storage: [storage],
  'cold-start': [coldStart],
  detection: [detection],
  fanout: [fanOutRows],
  delivery: [webhookDelivery, mailDelivery],
  page: [pageServing, pageHistory],
  herd: [herd],
  hostile: [hostileTextsBench, hostileWaysIn],
};

const USAGE = `Usage: npm run bench [-- NAME …]

  NAME  ${Object.keys(BENCHES).join(', ')}; all of them by default

Each prints a line of JSON per figure: the figure, its budget, its ratio to what the machine can do at most in the same run, and the machine.
Ends with 1 where a budget is missed. BENCH_SECONDS, BENCH_DAYS, BENCH_ROWS, BENCH_INCIDENTS and BENCH_SUBSCRIBERS make runs shorter; BENCH_SEED repeats a run of hostile.
`;

/** Runs the benches one after the other, each in a separate folder and database; returns whether all met their budgets. */
async function runAll(names: readonly string[]): Promise<boolean> {
  let areMet = true;
  for (const bench of names.flatMap((name) => BENCHES[name] ?? [])) {
    try {
      const running = bench();
      for await (const result of Symbol.asyncIterator in running ? running : [running]) {
        areMet = isMet(result) && areMet;
        process.stdout.write(`${line(result)}\n`);
      }
    } finally {
      await undoAll();
    }
  }
  return areMet;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await undoAll();
    process.exit(130);
  });
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  process.stderr.write(`bench: unknown bench "${unknown}"\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await runAll(names.length > 0 ? names : Object.keys(BENCHES))) ? 0 : 1;
}
