import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { addNote } from '#server/incidents/verbs/add-note';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { summaryV2 } from '#server/site/formats/statuspage-v2/summary';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { ADA, as, ED } from '#server/test/people';
import { systemSummary } from './summary.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
const ed = () => as(world.ctx, ED);

beforeAll(async () => {
  fleet = await startFleet(world);
  await fleet.run(T0 + 60_000);
});
afterAll(() => fleet.stop());

const changedAt = async () => (await systemSummary(world.ctx)).changedAt;
/** What a client of Statuspage's API gets: the same bytes have the same ETag. */
const body = async () => JSON.stringify(summaryV2(await systemSummary(world.ctx), pageV2(world.ctx, DEFAULT_BRAND)));

/** Whether `work` changes the bytes of the answer, and the time of the last change. That time never goes back, and never lies in the future. */
async function isNews(work: () => Promise<unknown>): Promise<[bytes: boolean, time: boolean]> {
  const [bytes, time] = [await body(), await changedAt()];
  await work();
  const after = await changedAt();
  expect(after).toBeGreaterThanOrEqual(time);
  expect(after).toBeLessThanOrEqual(world.clock.now());
  return [(await body()) !== bytes, after !== time];
}
const NEWS = [true, true];
const NO_NEWS = [false, false];

test('time and probes without an effect do not count as a change', async () => {
  expect(await isNews(() => fleet.run(T0 + 300_000))).toEqual(NO_NEWS);
});

test('a public update counts as a change, an internal note does not', async () => {
  let incident = '';
  const open = async () => {
    ({ incident } = await anIncident(world));
  };
  expect(await isNews(open)).toEqual(NEWS);
  expect(await isNews(() => addNote(ed(), { incident, body: 'For staff.' }))).toEqual(NO_NEWS);
  world.clock.set(world.clock.now() + 1);
  expect(await isNews(() => postUpdate(ed(), { incident, body: 'For staff.', audience: ['internal'] }))).toEqual(
    NO_NEWS,
  );
  expect(await isNews(() => postUpdate(ed(), { incident, body: 'For readers.' }))).toEqual(NEWS);
});

test('another status counts as one change, even if it began before the last change', async () => {
  expect(await isNews(() => fleet.run(world.clock.now() + 120_000, { analytics: 'major' }))).toEqual(NEWS);
  expect(await isNews(() => fleet.run(world.clock.now() + 20_000, { analytics: 'major' }))).toEqual(NO_NEWS);
});

test('a catalogue change counts as a change, applying the same file again does not', async () => {
  const text = await exportCatalog(as(world.ctx, ADA));
  world.clock.set(world.clock.now() + 1);
  const apply = (file: string) => applyCatalog(as(world.ctx, ADA), { text: file });
  expect(await isNews(() => apply(text))).toEqual(NO_NEWS);
  expect(await isNews(() => apply(text.replace('name: Serving', 'name: Ad serving')))).toEqual(NEWS);
});

test('data that becomes stale counts as one change, and new data as another', async () => {
  const late = world.clock.now() + 600_000;
  expect(await isNews(async () => world.clock.set(late))).toEqual(NEWS);
  expect(await changedAt()).toBeLessThan(late - 400_000);
  expect(await isNews(async () => world.clock.set(late + 60_000))).toEqual(NO_NEWS);
  expect(await isNews(() => fleet.run(late + 180_000))).toEqual(NEWS);
});
