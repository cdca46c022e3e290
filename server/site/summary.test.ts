import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StatusPage } from '#components/site/home/status-page';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { systemSummary } from './summary.ts';

const MIDNIGHT = Date.parse('2022-03-31T00:00:00Z');
const MINUTE = 60_000;
const world = testWorld(MIDNIGHT - 5 * MINUTE);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world, ['serving']);
});
afterAll(() => fleet.stop());

async function today(): Promise<{ title: string; hasEnoughData: boolean | undefined; month: boolean | undefined }> {
  const summary = await systemSummary(world.ctx);
  const serving = summary.components.find(({ slug }) => slug === 'serving');
  const page = renderToStaticMarkup(createElement(StatusPage, { summary })).replaceAll('\u00a0', ' ');
  const title = /<title>31 March 2022: ([^<]*)<\/title>/.exec(page)?.[1] ?? '';
  return { title, hasEnoughData: serving?.days.at(-1)?.hasEnoughData, month: serving?.month.hasEnoughData };
}

test('the current day has figures from its first minutes, with coverage of its time so far', async () => {
  await fleet.run(MIDNIGHT + 5 * MINUTE);
  expect(await today()).toEqual({ title: 'Operational, 100 %, no downtime', hasEnoughData: true, month: false });
});

test('the current day has status and downtime', async () => {
  await fleet.run(MIDNIGHT + 10 * MINUTE, { serving: 'major' });
  expect((await today()).title).toMatch(/^Major outage, \d\d\.\d{3} %, (4|5) min.* down$/);
});

test('the current day has status and downtime, but no uptime, with little data', async () => {
  await fleet.run(MIDNIGHT + 40 * MINUTE, { serving: 'absent' });
  const { title, hasEnoughData } = await today();
  expect(hasEnoughData).toBe(false);
  expect(title).toMatch(/^Major outage, not enough data yet, (4|5) min.* down, .* without data$/);
});
