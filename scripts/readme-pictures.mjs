// Makes the pictures of README.md from a demo in a temporary folder: docs/incident.png of its longest incident, and docs/home-outage.png of the home page
// during an outage, for which it sends failing probes and posts updates as an agent and a person would.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { createPlace } from '../e2e/candor.ts';
import { systemChromium } from '../e2e/chromium.ts';

const root = path.resolve(import.meta.dirname, '..');
const VIEWPORT = { width: 1280, height: 800 };
const WAIT_MS_MAX = 180_000;
const PROBE_MS = 5_000;
const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
const SERVING = 12;
const STALE_S = 300;
/** The headline of an outage that has lasted long enough to be shown in minutes. */
const OUTAGE_LASTS = /UTC,\s*2\s*min/;
const UPDATES = [
  {
    state: 'investigating',
    body: 'Ad requests to Oregon and Virginia are failing. Ireland is not affected. Our team is investigating.',
    whatYouCanDo: 'Send ad requests to Ireland if your setup allows it.',
  },
  {
    state: 'identified',
    body: 'The database that supplies campaign data to Oregon and Virginia stopped during an update. We are rolling back to the previous version. Ireland is not affected.',
    nextUpdateMinutes: 20,
  },
];

async function request(url, token, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, body && { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Sends probes with stale data for Serving in all regions but the first, until `signal` is aborted. */
async function sendStale(url, token, signal) {
  const beganAt = Date.now();
  while (!signal.aborted) {
    const observedAt = new Date().toISOString();
    const dataAgeSeconds = STALE_S + Math.round((Date.now() - beganAt) / 1_000);
    const probes = Array.from({ length: SERVING }, (_, n) => ({
      component: 'serving',
      instance: `serving-${String(n + 1).padStart(4, '0')}`,
      region: REGIONS[n % REGIONS.length],
      observedAt,
      health: 'up',
      dataAgeSeconds,
    })).filter(({ region }) => region !== REGIONS[0]);
    await request(`${url}/api/v1/probes`, token, { source: 'pictures', probes });
    await wait(PROBE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

async function openIncident(url) {
  for (const until = Date.now() + WAIT_MS_MAX; Date.now() < until; await wait(PROBE_MS)) {
    const { incidents } = await request(`${url}/api/v2/incidents/unresolved.json`);
    if (incidents[0]) return incidents[0].id;
  }
  throw new Error('no incident was opened');
}

async function save(page, name) {
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot({ fullPage: true });
  await sharp(picture)
    .png({ palette: true, effort: 10 })
    .toFile(path.join(root, 'docs', name));
}

async function takePictures(place, browser) {
  const { url } = await place.start({}, { isDemo: true });
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'light' });
  await page.goto(`${url}/history`);
  await page.getByRole('link', { name: 'Serving down after a network failure' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await save(page, 'incident.png');

  const ending = new AbortController();
  const sending = sendStale(url, await place.token('pictures'), ending.signal);
  const token = await place.staffToken('incidents:write');
  const id = await openIncident(url);
  for (const update of UPDATES) await request(`${url}/api/v1/incidents/${id}/updates`, token, update);
  await page.goto(url);
  await page.getByText('Serving is down in 2 of 3 regions').waitFor({ timeout: WAIT_MS_MAX });
  await page.locator('#_headline', { hasText: OUTAGE_LASTS }).waitFor({ timeout: WAIT_MS_MAX });
  await page.reload(); // the page as a reader opens it, without what its script changed
  await save(page, 'home-outage.png');
  ending.abort();
  await sending;
}

const { status } = spawnSync(process.execPath, ['scripts/prepare.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
if (status !== 0) process.exit(1);
const place = await createPlace({ isFresh: true });
const browser = await chromium.launch({ executablePath: systemChromium(), args: ['--no-sandbox'] });
try {
  await takePictures(place, browser);
} finally {
  await browser.close();
  await place.remove();
}
