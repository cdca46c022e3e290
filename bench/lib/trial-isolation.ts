import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '#server/clock';
import { fanOut } from '#server/delivery/fan-out';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { anIncident } from '#server/test/incidents';
import { startDelivery } from '#server/worker/delivery-runner';
import { startHookSinks } from './hook-sink.ts';
import { countIn, type Finding, plantAll, type TrialWorld, until } from './trial-world.ts';

/** How much longer the other receivers may wait beside one that is slow: noise of the machine. */
const RATIO_MAX = 2;
const NOISE_MS = 500;
const MAILS = 100;

/** `receivers`: of webhooks; `slowMs`: for how long one of them does not answer; `timeoutMs`: the limit of a request. */
export type Isolation = { receivers: number; slowMs: number; timeoutMs: number };

const SENT_HOOK = `d.state = 'sent' AND s.channel = 'webhook'`;
const WAITING_HOOK = `d.state = 'due' AND s.channel = 'webhook'`;
const FIRST_TRY = `${WAITING_HOOK} AND d.tries = 1 AND d.lane = 'webhook' AND d.claimed_until IS NOT NULL`;

/** Publishes an incident. Returns the milliseconds until so many webhooks were delivered. */
async function publish(world: TrialWorld, webhooks: number): Promise<number> {
  const before = await countIn(world, SENT_HOOK);
  const startedAtMs = performance.now();
  await anIncident(world);
  await fanOut(world.ctx);
  await until(async () => (await countIn(world, SENT_HOOK)) >= before + webhooks);
  return performance.now() - startedAtMs;
}

/** Delivers one message to each receiver while all respond at once, then while one is slow, then while the mail server does not respond. */
export async function trialIsolation(given: TrialWorld, isolation: Isolation): Promise<Finding[]> {
  const { receivers, slowMs, timeoutMs } = isolation;
  const released = Promise.withResolvers<void>();
  let isSlow = false;
  const sinks = await startHookSinks(receivers, async (receiver) => {
    if (isSlow && receiver === 0) await Promise.all([released.promise, wait(slowMs)]);
  });
  const silent = await startSilentServer();
  const ctx = { ...given.ctx, ...wayOut(given, silent.url, timeoutMs) };
  const world = { ...given, ctx };
  const running = startDelivery(ctx);
  try {
    await plantAll(
      world,
      sinks.urls.map((url) => ({ channel: 'webhook', address: `${url}/hook`, kinds: ['opened'] })),
    );
    await publish(world, receivers); // opens the connections
    const aloneMs = await publish(world, receivers);
    isSlow = true;
    const besideSlowMs = await publish(world, receivers - 1);
    const open = await countIn(world, FIRST_TRY);
    isSlow = false;
    released.resolve();
    await until(async () => (await countIn(world, WAITING_HOOK)) === 0);
    const slow = isolationFindings(
      `while one of ${receivers} receivers takes ${slowMs / 1_000} s`,
      aloneMs,
      besideSlowMs,
    );
    return [
      ...slow,
      { what: 'The slow request was still open then', figure: String(open), budget: '1', holds: open === 1 },
      ...(await besideSilentServer(world, receivers, { aloneMs, connections: silent.count })),
    ];
  } finally {
    released.resolve();
    await silent.stop();
    ctx.subscriberMail.close();
    await running.stop();
    await ctx.safeFetch.close();
    await sinks.stop();
  }
}

function wayOut({ ctx }: TrialWorld, smtpUrl: string, timeoutMs: number) {
  return {
    safeFetch: createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs }),
    subscriberMail: createSubscriberMail({
      smtpUrls: [smtpUrl],
      from: 'Candor <candor@status.example>',
      perSecond: 10_000,
      dkim: null,
      folder: ctx.mail,
      clock: systemClock,
    }),
  };
}

/** Starts a mail server that accepts connections but never responds. */
async function startSilentServer() {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    sockets.add(socket.on('error', () => undefined)); // the client gave up
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    count: () => count,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Beside = { aloneMs: number; connections: () => number };

async function besideSilentServer(
  world: TrialWorld,
  receivers: number,
  { aloneMs, connections }: Beside,
): Promise<Finding[]> {
  const readers = Array.from({ length: MAILS }, (_, i) => `reader-${i}@partner.example`);
  await plantAll(
    world,
    readers.map((address) => ({ channel: 'email', address, kinds: ['opened'] })),
  );
  const ms = await publish(world, receivers);
  const mails = await countIn(world, `s.channel = 'email' AND d.state = 'due'`);
  return [
    ...isolationFindings('while the mail server accepts connections but never responds', aloneMs, ms),
    {
      what: `Mails that still wait for it then (${connections()} connections)`,
      figure: String(mails),
      budget: String(MAILS),
      holds: mails === MAILS,
    },
  ];
}

/** The time that the webhooks took, beside the time without what should not delay them. */
function isolationFindings(condition: string, aloneMs: number, ms: number): Finding[] {
  const limitMs = Math.max(aloneMs * RATIO_MAX, aloneMs + NOISE_MS);
  return [
    {
      what: `All other webhooks, ${condition}`,
      figure: `${Math.round(ms)} ms (without: ${Math.round(aloneMs)} ms)`,
      budget: `≤ ${Math.round(limitMs)} ms`,
      holds: ms <= limitMs,
      isTiming: true,
    },
  ];
}
