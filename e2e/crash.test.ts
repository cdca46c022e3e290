import { expect, test } from '@playwright/test';
import { createPlace, type Place, postmasterPid } from './candor.ts';
import { type Probe, post, round, STEP_MS } from './sender.ts';

const ROUNDS = 160;
const SENDERS = 4;
const AGO_MS = 45 * 60_000;
const OUTAGE = { from: 60, to: 90 };
const KILL_AFTER = 60;
const SOURCE = 'agents-crash';

/** Sends rounds in order, several at once. A round that was not answered with 202 can be sent again. */
function createSender(startAt: number, token: string) {
  const rounds = Array.from({ length: ROUNDS }, (_, i) =>
    round(startAt + i * STEP_MS, i >= OUTAGE.from && i < OUTAGE.to ? { serving: { down: 4 } } : {}),
  );
  const taken = new Set<number>();
  const statuses: number[] = [];

  async function send(url: string, onTaken: (count: number) => void = () => undefined): Promise<void> {
    const left = rounds
      .keys()
      .filter((i) => !taken.has(i))
      .toArray();
    const worker = async () => {
      for (let i = left.shift(); i !== undefined; i = left.shift()) {
        const status = await post(url, { source: SOURCE, token }, rounds[i] as Probe[]);
        statuses.push(status);
        if (status === 202) onTaken(taken.add(i).size);
        else await new Promise((resolve) => setTimeout(resolve, 50)); // a real sender waits too
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, worker));
  }

  return {
    send,
    statuses,
    isDone: () => taken.size === ROUNDS,
    taken: () => [...taken].flatMap((i) => rounds[i] as Probe[]),
  };
}

type Sender = ReturnType<typeof createSender>;

async function missing(place: Place, sender: Sender): Promise<string[]> {
  const rows = await place.query<{ name: string; at: Date; health: number }>(
    'SELECT i.name, o.observed_at AS at, o.health FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id',
  );
  const stored = new Set(
    rows.map(({ name, at, health }) => `${name} ${at.toISOString()} ${health === 4 ? 'down' : 'up'}`),
  );
  return sender
    .taken()
    .flatMap(({ instance, observedAt, health }) =>
      stored.has(`${instance} ${observedAt} ${health}`) ? [] : [`${instance} ${observedAt}`],
    );
}

/** Expects the record that there would be without the crash, exact to the millisecond. */
async function expectRecord(url: string, startAt: number): Promise<void> {
  const [from, down, up, to] = [0, OUTAGE.from, OUTAGE.to, ROUNDS].map((i) =>
    new Date(startAt + i * STEP_MS).toISOString(),
  ) as [string, string, string, string];
  const read = async (slug: string) =>
    (await (await fetch(`${url}/api/v1/components/${slug}/intervals?from=${from}&to=${to}`)).json()).intervals;
  await expect
    .poll(() => read('serving'))
    .toEqual([
      { from, to: down, status: 'operational' },
      { from: down, to: up, status: 'partial_outage' },
      { from: up, to, status: 'operational' },
    ]);
  await expect.poll(() => read('analytics')).toEqual([{ from, to, status: 'operational' }]);
}

async function sendRest(url: string, sender: Sender): Promise<void> {
  await expect
    .poll(async () => {
      await sender.send(url);
      return sender.isDone();
    })
    .toBe(true);
}

test.describe.configure({ mode: 'parallel' });

let place: Place;
test.beforeEach(async () => {
  place = await createPlace({ isFresh: true });
});
test.afterEach(() => place.remove());

test('no probe that was answered with 202 is lost when Candor is killed three times during ingest', async () => {
  const startAt = Date.now() - AGO_MS;
  let sender: Sender | undefined;
  for (let round = 1; round <= 3; round++) {
    const candor = await place.start();
    sender ??= createSender(startAt, await place.token(SOURCE));
    const killAfter = Math.ceil(Math.random() * (ROUNDS / 4)); // the test must pass for every moment
    test.info().annotations.push({ type: 'kill', description: `round ${round}: after ${killAfter} deliveries` });
    let taken = 0;
    const sending = sender.send(candor.url, () => ++taken === killAfter && void candor.kill('SIGKILL'));
    expect((await candor.ended).signal).toBe('SIGKILL');
    await sending;
    expect(sender.isDone(), 'killed while probes were on their way').toBe(false);
  }
  const last = await place.start();
  const all = sender as Sender; // made in the first round
  expect(await missing(place, all)).toEqual([]);
  await sendRest(last.url, all);
  expect(await missing(place, all)).toEqual([]);
  await expectRecord(last.url, startAt);
});

test('no probe is refused or lost when PostgreSQL is killed', async () => {
  const candor = await place.start();
  const startAt = Date.now() - AGO_MS;
  const sender = createSender(startAt, await place.token(SOURCE));
  const pid = await postmasterPid(place.dataDir);
  await sender.send(candor.url, (count) => count === KILL_AFTER && process.kill(pid, 'SIGKILL'));
  expect([sender.isDone(), new Set(sender.statuses)]).toEqual([true, new Set([202])]);
  await expect(async () => expect(await missing(place, sender)).toEqual([])).toPass(); // what waited in the spool is stored soon
  expect(await postmasterPid(place.dataDir)).not.toBe(pid);
  await expectRecord(candor.url, startAt);
  expect((await fetch(`${candor.url}/readyz`)).status).toBe(200);
  expect((await candor.kill('SIGTERM')).code).toBe(0);
});
