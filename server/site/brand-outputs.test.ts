import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import * as status from '#app/api/v2/status.json/route';
import * as touchIcon from '#app/apple-touch-icon.png/route';
import * as badge from '#app/badge/[file]/route';
import * as stylesheet from '#app/brand/[file]/route';
import * as atom from '#app/history.atom/route';
import * as rss from '#app/history.rss/route';
import * as robots from '#app/robots.txt/route';
import { readBrand } from '#server/catalog/reads/read-brand';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { shareContext } from '#server/context';
import { invite } from '#server/identity/people/verbs/invite';
import { previewUpdate } from '#server/incidents/console/preview-update';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { mailsIn } from '#server/test/mailbox';
import { ADA, as } from '#server/test/people';
import { siteMetadata } from './site-metadata.ts';

const LOGO = path.resolve(import.meta.dirname, '../../examples/larkfield.svg');
const world = testWorld();
beforeAll(() => shareContext(world.ctx));

type Route = { GET: (request: Request, route: { params: Promise<{ file: string }> }) => Promise<Response> };
async function bodyOf({ GET }: Route, file = ''): Promise<string> {
  const answer = await GET(new Request('http://status.example/'), { params: Promise.resolve({ file }) });
  return answer.text();
}

let invited = 0;
async function invitation(): Promise<string> {
  const email = `person-${++invited}@status.example`;
  await invite(as(world.ctx, ADA), { email, role: 'viewer' });
  const mail = (await mailsIn(world.mailFolder)).find(({ to }) => to === email);
  return `${JSON.stringify(mail?.headers.get('from'))} ${mail?.subject}`;
}

async function preview(): Promise<string> {
  const { incident } = await anIncident(world);
  return (await previewUpdate(as(world.ctx, ADA), { incident, body: 'We are on it.' })).mail?.subject ?? '';
}

/** Every place that names the installation, with its text without a brand and with one. */
const OUTPUTS: [string, () => Promise<string>, without: string, withBrand: string][] = [
  [
    'the titles of pages',
    async () => JSON.stringify((await metadata()).title),
    '%s – Service status',
    '%s – Larkfield status',
  ],
  [
    'the description of pages',
    async () => String((await metadata()).description),
    'uptime',
    'Current status, incidents and uptime of Larkfield.',
  ],
  [
    'Open Graph',
    async () => JSON.stringify((await metadata()).openGraph),
    '"siteName":"Service status"',
    '"siteName":"Larkfield status"',
  ],
  ['page.name in Statuspage’s JSON', () => bodyOf(status), '"name":"Service status"', '"name":"Larkfield"'],
  ['the zone in Statuspage’s JSON', () => bodyOf(status), '"time_zone":"Etc/UTC"', '"time_zone":"Europe/London"'],
  ['the Atom feed', () => bodyOf(atom), '<title>Service status: incidents<', '<title>Larkfield status: incidents<'],
  ['the author of the Atom feed', () => bodyOf(atom), '<name>Service status<', '<name>Larkfield<'],
  ['the RSS feed', () => bodyOf(rss), '<title>Service status: incidents<', '<title>Larkfield status: incidents<'],
  ['the badge of all components', () => bodyOf(badge, 'all.svg'), '<title>status: ', '<title>Larkfield: '],
  ['robots.txt', () => bodyOf(robots), '# Service status\n', '# Larkfield status\n'],
  ['the sender of mail', invitation, '"name":"Candor"', '"name":"Larkfield"'],
  ['the subject of mail to staff', invitation, '[Service status] ', '[Larkfield status] '],
  ['the subject of mail to subscribers', preview, '[Service status] ', '[Larkfield status] '],
];
const metadata = async () => siteMetadata(await readBrand(world.ctx), world.ctx.publicOrigin);

test.each(OUTPUTS)('%s use the default without a brand', async (_, output, without) => {
  expect(await output()).toContain(without);
});

test.each(OUTPUTS)('%s use the brand', async (_, output, __, withBrand) => {
  await applyCatalog(as(world.ctx, ADA), { text: 'brand: { name: Larkfield, timeZone: Europe/London }' });
  expect(await output()).toContain(withBrand);
});

test('the logo is served under its hash, may be cached forever, and becomes the icon for home screens', async () => {
  const get = ({ GET }: Route, file: string) =>
    GET(new Request('http://status.example/'), { params: Promise.resolve({ file }) });
  const iconNow = async () => Buffer.from(await (await get(touchIcon, '')).arrayBuffer());
  const ring = await iconNow();
  expect(ring.readUInt32BE(16)).toBe(180);
  const logo = encodeURIComponent(await readFile(LOGO, 'utf8'));
  await applyCatalog(as(world.ctx, ADA), { text: `brand: { logo: "data:image/svg+xml,${logo}" }` });
  const hash = (await readBrand(world.ctx)).logo?.light.replace('/brand/', '') ?? '';
  const answer = await get(stylesheet, hash);
  expect([answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
    'public, max-age=31536000, immutable',
    'image/svg+xml',
  ]);
  expect(
    createHash('sha256')
      .update(await answer.text())
      .digest('hex'),
  ).toBe(hash);
  const icon = await iconNow();
  expect([icon.readUInt32BE(16), icon.equals(ring)]).toEqual([180, false]);
  expect((await get(stylesheet, '0'.repeat(64))).status).toBe(404);
});

test('the stylesheet is served under its hash only, and may be cached forever', async () => {
  await applyCatalog(as(world.ctx, ADA), { text: 'brand: { accent: "#127a86" }' });
  const { stylesheet: address } = await readBrand(world.ctx);
  const get = (file: string) =>
    stylesheet.GET(new Request('http://status.example/'), { params: Promise.resolve({ file }) });
  const answer = await get(address?.replace('/brand/', '') ?? '');
  expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
    200,
    'public, max-age=31536000, immutable',
    'text/css; charset=utf-8',
  ]);
  expect((await get('accent-0000000000000000.css')).status).toBe(404);
});
