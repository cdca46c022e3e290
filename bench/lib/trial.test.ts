import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#server/clock';
import { chanceOf } from '#server/seeded-chance';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { trialIsolation } from './trial-isolation.ts';
import { trialKills } from './trial-kills.ts';
import { trialMailServer } from './trial-mail-server.ts';
import { trialRefusals } from './trial-refusals.ts';
import type { Finding } from './trial-world.ts';

const SIZE = 200;
const FEW = 20;
const SEED = systemClock.now() % 1_000_000;
/** Longer than any wait of a busy machine. */
const TIMEOUT_MS = 300_000;

/** What did not hold, whatever the speed of the machine. */
const failures = (findings: Finding[]) => findings.filter(({ isTiming, holds }) => !isTiming && !holds);

describe(`deliveries (seed ${SEED})`, () => {
  describe('through a mail server that refuses, defers and drops before it accepts', () => {
    const world = testWorld();
    test('all arrive once and in order, except for repeats with the same id after the final dot', async () => {
      expect(failures(await trialRefusals(world, SIZE, chanceOf(SEED)))).toEqual([]);
    });
  });

  describe('by two workers, either of which is killed', () => {
    const world = testWorld(systemClock.now(), AS_IN_PRODUCTION);
    test('none is lost, and only those in flight are repeated, with the same id', async () => {
      expect(failures(await trialKills(world, { size: SIZE, kills: 2 }, chanceOf(SEED)))).toEqual([]);
    });
  });

  describe('to many receivers', () => {
    const world = testWorld(undefined, AS_IN_PRODUCTION);
    test('are not delayed by a slow receiver or an unresponsive mail server', async () => {
      const isolation = { receivers: SIZE, slowMs: 0, timeoutMs: TIMEOUT_MS };
      expect(failures(await trialIsolation(world, isolation))).toEqual([]);
    });
  });

  describe('through a mail server that delivers into a Maildir', () => {
    const world = testWorld();
    test('are found there once and in order', async () => {
      const server = await startMaildirServer(() => 1);
      expect(failures(await trialMailServer(world, FEW, server))).toEqual([]);
    });
  });

  describe('through a mail server that loses one message and delivers another one twice', () => {
    const world = testWorld();
    test('are counted as missing and as delivered twice', async () => {
      const server = await startMaildirServer((nth) => [0, 2][nth] ?? 1);
      expect(failures(await trialMailServer(world, FEW, server)).map(({ figure }) => figure)).toEqual(['1', '1']);
    });
  });
});

/** Starts a mail server that writes the n-th message, counted from 0, as often as `copiesOf` returns. */
async function startMaildirServer(copiesOf: (nth: number) => number) {
  const maildir = await mkdtemp(path.join(os.tmpdir(), 'candor-maildir-'));
  await mkdir(path.join(maildir, 'new'));
  let nth = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: async (stream, _session, done) => {
      const number = nth++;
      const content = `Received: from candor; Wed, 30 Mar 2022 13:20:00 +0000\r\n${await text(stream)}`;
      for (let copy = 0; copy < copiesOf(number); copy++)
        await writeFile(path.join(maildir, 'new', `${number}.${copy}`), content);
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await new Promise<void>((resolve) => server.close(resolve));
    await rm(maildir, { recursive: true });
  });
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  return { smtpUrl: `smtp://127.0.0.1:${port}`, maildir };
}
