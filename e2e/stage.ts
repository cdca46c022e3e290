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

type Options = { phases: readonly Phase[]; untilAgoS?: number; isFleeting?: boolean };

/** Starts a server for the tests of this describe block, or for each of them where the state is fleeting, and sends what monitoring saw before now; then goes on in its last mood. */
export function useStage({ phases, untilAgoS = 0, isFleeting = false }: Options): Stage {
  const stage = {} as Stage; // filled before the first test
  let stopSending: () => void = () => undefined;

  const [before, after] = isFleeting ? [test.beforeEach, test.afterEach] : [test.beforeAll, test.afterAll];

  before(async () => {
    const place = await createPlace();
    stage.place = place;
    stage.candor = await place.start();
    stage.url = stage.candor.url;
    stage.sender = { source: SOURCE, token: await place.token(SOURCE) };
    stage.stagedAt = Date.now();
    await deliver(stage.url, stage.sender, history(stage.stagedAt, phases, untilAgoS));
    const last = phases.at(-1);
    if (last && untilAgoS === 0) stopSending = keepSending(stage.url, stage.sender, last.mood);
  });

  after(async () => {
    stopSending();
    await stage.place?.remove();
  });

  return stage;
}
