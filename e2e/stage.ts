import { test } from '@playwright/test';
import { type Candor, createPlace, type Place } from './candor.ts';
import { deliver, history, keepSending, type Phase } from './sender.ts';

export const SOURCE = 'agents-e2e';
export type Stage = {
  url: string;
  place: Place;
  candor: Candor;
  sender: { source: string; token: string };
  stagedAt: number;
};

/** Columns of policy_version that differ from the default policy. */
export type PolicyChange = { confirm_for_ms?: number; recover_for_ms?: number };
/** `settings`: of the server, in its environment. */
type Options = {
  phases: readonly Phase[];
  untilAgoS?: number;
  policy?: PolicyChange;
  settings?: Record<string, string>;
};

/** Starts a server for the tests of this describe block, sends the history of probes, and continues to send probes in the last mood. */
export function useStage({ phases, untilAgoS = 0, policy = {}, settings = {} }: Options): Stage {
  const stage = {} as Stage; // filled before the first test
  let stopSending: () => void = () => undefined;

  test.beforeAll(async () => {
    const place = await createPlace();
    stage.place = place;
    stage.candor = await place.start(settings);
    stage.url = stage.candor.url;
    stage.sender = { source: SOURCE, token: await place.token(SOURCE) };
    for (const [column, value] of Object.entries(policy))
      await place.query(`UPDATE policy_version SET ${column} = $1`, [value]);
    stage.stagedAt = Date.now();
    await deliver(stage.url, stage.sender, history(stage.stagedAt, phases, untilAgoS));
    const last = phases.at(-1);
    if (last && untilAgoS === 0) stopSending = keepSending(stage.url, stage.sender, last.mood);
  });

  test.afterAll(async () => {
    stopSending();
    await stage.place?.remove();
  });

  return stage;
}
