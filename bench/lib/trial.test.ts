import { describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { chanceOf } from '#server/seeded-chance';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { trialIsolation } from './trial-isolation.ts';
import { trialKills } from './trial-kills.ts';
import { trialRefusals } from './trial-refusals.ts';
import type { Finding } from './trial-world.ts';

const SIZE = 200;
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
});
