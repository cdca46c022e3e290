// Child process of the rebuild bench: rebuilds everything in the database named and prints time and peak memory as one JSON line.

import { rebuildStatus } from '#server/evaluation/rebuild-status';
import { createLog } from '#server/log';
import { openContext } from '#server/open-context';
import type { Rebuilt } from './lib/bench-rebuild.ts';
import { msOf } from './lib/report.ts';

const ctx = openContext({ databaseUrl: process.argv[2] as string, log: createLog('error') });
let probes = 0;
const ms = await msOf(async () => {
  probes = (await rebuildStatus(ctx, {})).probes;
});
const rebuilt: Rebuilt = { probes, ms, peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
process.stdout.write(`${JSON.stringify(rebuilt)}\n`);
await ctx.close();
