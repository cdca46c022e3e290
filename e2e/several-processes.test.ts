import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createPlace, type Place } from './candor.ts';

const PATHS = ['/', '/api/v2/summary.json'];
let places: Place[];
test.beforeEach(async () => {
  places = [await createPlace(), await createPlace({ isFresh: true })]; // the second one uses the database of the first one
});
test.afterEach(async () => {
  for (const place of places.reverse()) await place.remove();
});

async function post(url: string, token: string, body: object): Promise<{ incident: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  return response.json();
}

const textOf = async (url: string) => (await fetch(url)).text();

test('two web processes serve the same bytes, and the second one publishes after the first one is killed', async () => {
  const [one, two] = places as [Place, Place];
  const first = await one.start();
  const databaseUrl = await readFile(path.join(one.dataDir, 'database.url'), 'utf8');
  const second = await two.start({ DATABASE_URL: databaseUrl, ROLE: 'web' });
  const token = await one.staffToken('incidents:write');
  const holder = async () =>
    (await one.query<{ holder: string }>('SELECT holder FROM publisher'))[0]?.holder.split(' ')[0];
  const nameOf = ({ dataDir }: Place) => readFile(path.join(dataDir, 'process.name'), 'utf8');
  expect(await holder()).toBe(await nameOf(one));

  const { incident } = await post(`${second.url}/api/v1/incidents`, token, { title: 'Slow answers', body: 'We look.' });
  for (const { url } of [first, second])
    for (const address of PATHS) await expect.poll(() => textOf(url + address)).toContain('Slow answers');
  for (const address of PATHS) {
    const etags = () =>
      Promise.all([first, second].map(async ({ url }) => (await fetch(url + address)).headers.get('etag')));
    await expect.poll(async () => new Set(await etags()).size).toBe(1); // one of them may just have been published again
  }

  await first.kill('SIGKILL');
  await post(`${second.url}/api/v1/incidents/${incident}/updates`, token, { body: 'Cause found.' });
  await expect.poll(() => textOf(second.url)).toContain('Cause found.');
  expect(await holder()).toBe(await nameOf(two));
});
