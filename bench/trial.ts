import { randomInt } from 'node:crypto';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { manualClock, systemClock } from '#server/clock';
import { chanceOf } from '#server/seeded-chance';
import { database, folder, openMigrated, undoAll } from './lib/place.ts';
import { trialIsolation } from './lib/trial-isolation.ts';
import { trialKills } from './lib/trial-kills.ts';
import { type MailServer, trialMailServer } from './lib/trial-mail-server.ts';
import { trialRefusals } from './lib/trial-refusals.ts';
import { formatFindings } from './lib/trial-report.ts';
import type { Finding, ManualWorld } from './lib/trial-world.ts';

const USAGE = `Usage: npm run trial -- delivery [--size N] [--kills N] [--receivers N] [--seed N]
       npm run trial -- delivery --smtp URL --maildir FOLDER [--size N]

  --size       messages of each part with mail; 10000 by default
  --kills      kills of a worker; 20 by default
  --receivers  receivers of webhooks; 500 by default
  --seed       repeats the random choices of a run
  --smtp       a running mail server that delivers all mail for partner.example into the Maildir FOLDER; only this part is run
  --maildir    the Maildir, without messages

Delivers through failing servers while workers are killed, and prints the results. Exits with 1 if a check fails.
`;
const SLOW_MS = 15_000;
const TIMEOUT_MS = 15_000;
const SEED_MAX = 2 ** 31;

type Sizes = { size: number; kills: number; receivers: number; seed: number };
type Choice = { sizes: Sizes; mailServer: MailServer | null };
type Part = { title: string; run: (world: ManualWorld, sizes: Sizes) => Promise<Finding[]> };

const PARTS: Part[] = [
  {
    title:
      'A mail server that responds with 421, 450, 451, 454 or 550, or drops the connection. Simulated clock: retries don’t wait.',
    run: (world, { size, seed }) => trialRefusals(world, size, chanceOf(seed)),
  },
  {
    title: 'Two worker processes, either of which is killed (SIGKILL). Real time; a claim lasts 10 s instead of 45 s.',
    run: (world, { seed, ...sizes }) => trialKills(withSystemClock(world), sizes, chanceOf(seed)),
  },
  {
    title: 'Webhook receivers next to a slow receiver and an unresponsive mail server. Real time.',
    run: (world, { receivers }) =>
      trialIsolation(withSystemClock(world), { receivers, slowMs: SLOW_MS, timeoutMs: TIMEOUT_MS }),
  },
];

/** Returns the only part of a run with a mail server of another project. */
function mailServerPart(mailServer: MailServer): Part {
  return {
    title: `The mail server at ${mailServer.smtpUrl}, which delivers into ${mailServer.maildir}. Simulated clock: retries don’t wait.`,
    run: (world, { size }) => trialMailServer(world, size, mailServer),
  };
}

function withSystemClock<W extends ManualWorld>(world: W): W {
  return { ...world, ctx: { ...world.ctx, clock: systemClock } };
}

/** Runs each part in a database of its own. Returns whether everything holds. */
async function runAll({ sizes, mailServer }: Choice): Promise<boolean> {
  const load = os.loadavg()[0]?.toFixed(1);
  process.stdout.write(`seed ${sizes.seed}, ${os.availableParallelism()} cores, load ${load}\n`);
  const { url } = await database(await folder());
  const admin = await openMigrated(url);
  let holds = true;
  const parts = mailServer === null ? PARTS : [mailServerPart(mailServer)];
  for (const [i, { title, run }] of parts.entries()) {
    await admin.staff.query(`CREATE DATABASE trial_${i}`);
    const own = url.replace(/\/[^/]*$/, `/trial_${i}`);
    const clock = manualClock(systemClock.now());
    const ctx = await openMigrated(own, clock);
    const findings = await run({ ctx, url: own, clock }, sizes);
    process.stdout.write(`\n${title}\n${formatFindings(findings)}`);
    holds = holds && findings.every((finding) => finding.holds);
    await ctx.close();
  }
  return holds;
}

function choiceOf(args: string[]): Choice | null {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { size: text, kills: text, receivers: text, seed: text, smtp: text, maildir: text },
  });
  const sizes = {
    size: Number(values.size ?? 10_000),
    kills: Number(values.kills ?? 20),
    receivers: Number(values.receivers ?? 500),
    seed: Number(values.seed ?? randomInt(SEED_MAX)),
  };
  const { smtp: smtpUrl, maildir } = values;
  const mailServer = smtpUrl && maildir ? { smtpUrl, maildir } : null;
  const isValid =
    positionals.join() === 'delivery' &&
    Boolean(smtpUrl) === Boolean(maildir) &&
    Object.values(sizes).every((value) => Number.isInteger(value) && value >= 0);
  return isValid && sizes.size > 0 && sizes.receivers > 1 ? { sizes, mailServer } : null;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await undoAll();
    process.exit(130);
  });
}

const choice = choiceOf(process.argv.slice(2));
if (choice === null) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = (await runAll(choice).finally(undoAll)) ? 0 : 1;
}
