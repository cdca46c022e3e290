import { randomInt } from 'node:crypto';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { manualClock, systemClock } from '#server/clock';
import { chanceOf } from '#server/seeded-chance';
import { database, folder, openMigrated, undoAll } from './lib/place.ts';
import { trialDatabaseDown } from './lib/trial-database-down.ts';
import { trialIsolation } from './lib/trial-isolation.ts';
import { trialKills } from './lib/trial-kills.ts';
import { type MailServer, trialMailServer } from './lib/trial-mail-server.ts';
import { type ProcessSizes, type ReportedPart, trialProcesses } from './lib/trial-processes.ts';
import { trialRefusals } from './lib/trial-refusals.ts';
import { formatFindings } from './lib/trial-report.ts';
import type { Finding, ManualWorld } from './lib/trial-world.ts';

const USAGE = `Usage: npm run trial -- delivery [--size N] [--kills N] [--receivers N] [--seed N]
       npm run trial -- delivery --smtp URL --maildir FOLDER [--size N]
       npm run trial -- processes [--publishes N] [--kills N] [--crashes N] [--seed N]
       npm run trial -- database-down [--minutes N]

  --size       messages of each part with mail; 10000 by default
  --kills      kills of a worker, by default 20; of processes, kills of a worker or the publisher, by default 50
  --receivers  receivers of webhooks; 500 by default
  --seed       repeats the random choices of a run
  --smtp       a running mail server that delivers all mail for partner.example into the Maildir FOLDER; only this part is run
  --maildir    the Maildir, without messages
  --publishes  changes after which all web processes are read; 10 by default
  --crashes    kills of a process while it publishes; 20 by default
  --minutes    how long the database is away; 10 by default

delivery delivers through failing servers while workers are killed. processes runs three web processes and two workers on one database, and
kills them. database-down stops PostgreSQL, and then suspends its processes, under 50 probes and 200 reads per second. Each
prints the results, and exits with 1 if a check fails.
`;
const SLOW_MS = 15_000;
const TIMEOUT_MS = 15_000;
const MINUTE_MS = 60_000;
const SEED_MAX = 2 ** 31;

type Sizes = { size: number; kills: number; receivers: number; seed: number };
type Choice =
  | { kind: 'delivery'; sizes: Sizes; mailServer: MailServer | null }
  | { kind: 'processes'; sizes: ProcessSizes }
  | { kind: 'database-down'; minutes: number };
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

function printStart(seed: number): void {
  const load = os.loadavg()[0]?.toFixed(1);
  process.stdout.write(`seed ${seed}, ${os.availableParallelism()} cores, load ${load}\n`);
}

/** Prints the findings of a part. Returns whether all hold. */
function printPart({ title, findings }: ReportedPart): boolean {
  process.stdout.write(`\n${title}\n${formatFindings(findings)}`);
  return findings.every(({ holds }) => holds);
}

/** Takes the database away in both ways. Returns whether everything holds. */
async function runDatabaseDown(minutes: number): Promise<boolean> {
  let holds = true;
  for (const kind of ['stopped', 'frozen'] as const) {
    const findings = await trialDatabaseDown(kind, minutes * MINUTE_MS);
    holds = printPart({ title: `PostgreSQL ${kind} for ${minutes} minutes. Real time.`, findings }) && holds;
  }
  return holds;
}

/** Returns whether everything holds. */
async function runProcesses(sizes: ProcessSizes): Promise<boolean> {
  printStart(sizes.seed);
  return (await trialProcesses(sizes)).map(printPart).every(Boolean);
}

/** Runs each part in a database of its own. Returns whether everything holds. */
async function runDelivery(sizes: Sizes, mailServer: MailServer | null): Promise<boolean> {
  printStart(sizes.seed);
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
    holds = printPart({ title, findings }) && holds;
    await ctx.close();
  }
  return holds;
}

function runChoice(choice: Choice): Promise<boolean> {
  if (choice.kind === 'delivery') return runDelivery(choice.sizes, choice.mailServer);
  return choice.kind === 'processes' ? runProcesses(choice.sizes) : runDatabaseDown(choice.minutes);
}

function choiceOf(args: string[]): Choice | null {
  const text = { type: 'string' } as const;
  const numbers = {
    size: text,
    kills: text,
    receivers: text,
    publishes: text,
    crashes: text,
    minutes: text,
    seed: text,
  };
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...numbers, smtp: text, maildir: text },
  });
  const isAny = Object.keys(numbers).every((name) => /^\d*$/.test(values[name as keyof typeof numbers] ?? '')); // the keys above
  if (!isAny) return null;
  const of = (name: keyof typeof numbers, otherwise: number) => Number(values[name] ?? otherwise);
  const seed = of('seed', randomInt(SEED_MAX));
  if (positionals.join() === 'processes')
    return {
      kind: 'processes',
      sizes: { publishes: of('publishes', 10), kills: of('kills', 50), crashes: of('crashes', 20), seed },
    };
  if (positionals.join() === 'database-down') {
    const minutes = of('minutes', 10);
    return minutes > 0 ? { kind: 'database-down', minutes } : null;
  }
  const sizes = { size: of('size', 10_000), kills: of('kills', 20), receivers: of('receivers', 500), seed };
  const { smtp: smtpUrl, maildir } = values;
  const mailServer = smtpUrl && maildir ? { smtpUrl, maildir } : null;
  const isValid = positionals.join() === 'delivery' && Boolean(smtpUrl) === Boolean(maildir);
  return isValid && sizes.size > 0 && sizes.receivers > 1 ? { kind: 'delivery', sizes, mailServer } : null;
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
  const running = runChoice(choice);
  process.exitCode = (await running.finally(undoAll)) ? 0 : 1;
}
