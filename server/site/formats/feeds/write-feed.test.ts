import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import type { PublicIncident } from '#domain/incident/public-incident';
import { renderMarkdown } from '#server/markdown/render-markdown';
import type { PageV2 } from '#server/site/formats/statuspage-v2/page';
import { PAYLOADS } from '#server/test/payloads';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { NOW } from '#server/test/summaries';
import { updateFeed } from './update-entries.ts';
import { FEED_FORMATS, type FeedFormat, writeFeed } from './write-feed.ts';

const MINUTE = 60_000;
const PAGE: PageV2 = { id: 'a', name: 'Larkfield', url: 'https://status.example:8443', time_zone: 'Etc/UTC' };
const [FIRST, SECOND] = [
  anUpdate(),
  anUpdate({
    publicId: 'upd000000002',
    state: 'identified',
    publishedAt: NOW - 30 * MINUTE,
    editedAt: NOW,
    html: '<p>Found &amp; fixing.</p>',
    text: 'Found & fixing.',
    whatYouCanDo: 'Use <eu-west-1>.',
  }),
];
const INCIDENT = aPublicIncident({ updates: [SECOND, FIRST] });

type Entry = { id: string; title: string; link: string; content: string; published: number };

/** Parses a feed with an independent reader of its format. */
async function entriesOf(format: FeedFormat, ...incidents: PublicIncident[]): Promise<Entry[]> {
  const { body } = written(format, ...incidents);
  if (format === 'json')
    return JSON.parse(body).items.map((item: Record<string, string>) => ({
      id: item.id,
      title: item.title,
      link: item.url,
      content: item.content_html,
      published: Date.parse(item.date_published ?? ''),
    }));
  const { items } = await new Parser<object, { id?: string }>().parseString(body);
  return items.map(({ id, guid, title = '', link = '', content = '', isoDate = '' }) => ({
    id: id ?? guid ?? '',
    title,
    link,
    content,
    published: Date.parse(isoDate),
  }));
}

function written(format: FeedFormat, ...incidents: PublicIncident[]) {
  const source = {
    title: 'Larkfield status: incidents',
    path: '/feeds/all',
    pagePath: '/history',
    changedAt: NOW - 60 * MINUTE,
  };
  return writeFeed(updateFeed({ ...source, incidents }, PAGE), format);
}

describe.each(FEED_FORMATS)('a feed as %s', (format) => {
  test('has an entry per update, newest first, with a stable id and its own address', async () => {
    expect(await entriesOf(format, INCIDENT)).toEqual([
      {
        id: 'tag:status.example,2005:Update/upd000000002',
        title: 'Identified: Problem with Serving',
        link: 'https://status.example:8443/incidents/inc000000001#upd000000002',
        content: '<p>Found &amp; fixing.</p><p><strong>What you can do:</strong> Use &#60;eu-west-1&#62;.</p>',
        published: NOW - 30 * MINUTE,
      },
      expect.objectContaining({
        id: 'tag:status.example,2005:Update/upd000000001',
        title: 'Investigating: Problem with Serving',
        published: NOW - 60 * MINUTE,
      }),
    ]);
  });

  test('mixes the updates of several incidents by their time of publication, at most 100', async () => {
    const other = aPublicIncident({
      publicId: 'inc000000002',
      updates: Array.from({ length: 120 }, (_, i) =>
        anUpdate({ publicId: `upd1${String(i).padStart(8, '0')}`, publishedAt: NOW - 31 * MINUTE - i }),
      ),
    });
    const entries = await entriesOf(format, INCIDENT, other);
    expect(entries).toHaveLength(100);
    expect(entries.slice(0, 2).map(({ link }) => link.includes('inc000000001'))).toEqual([true, false]);
  });

  test('does not date an update before its incident was public', async () => {
    const held = aPublicIncident({ publicAt: NOW - MINUTE, updates: [FIRST] });
    expect((await entriesOf(format, held)).map(({ published }) => published)).toEqual([NOW - MINUTE]);
  });

  test('shows the reason of a retracted update instead of its text, and that an incident was withdrawn', async () => {
    const retracted = { ...FIRST, retractedAt: NOW, retractedReason: 'Wrong <component>.' };
    const [entry] = await entriesOf(format, aPublicIncident({ updates: [retracted], withdrawnAt: NOW }));
    expect(entry?.content).toBe('<p>Update retracted: Wrong &#60;component&#62;.</p>');
    expect(entry?.title).toBe('Withdrawn: Problem with Serving');
  });

  test('is complete and unchanged without incidents', async () => {
    expect(await entriesOf(format)).toEqual([]);
    expect(written(format)).toEqual(written(format));
  });

  test.each(PAYLOADS)('makes %j harmless', async (payload) => {
    const title = payload.replaceAll('\n', ' ');
    const updates = [anUpdate({ body: payload, ...renderMarkdown(payload) })];
    const [entry] = await entriesOf(format, aPublicIncident({ title, updates }));
    expect(entry?.content).not.toMatch(
      /<(script|img|svg|iframe|form|style|math|object|input|a [^>]*"\s*on\w+=)|href="(?!https?:|mailto:)/i,
    );
    expect(entry?.title.trim()).toBe(`Investigating: ${title}`.trim());
  });
});

test('each format has its media type and a link to itself', () => {
  expect(FEED_FORMATS.map((format) => written(format).type)).toEqual([
    'application/atom+xml; charset=utf-8',
    'application/rss+xml; charset=utf-8',
    'application/feed+json; charset=utf-8',
  ]);
  for (const format of FEED_FORMATS)
    expect(written(format).body).toContain(`https://status.example:8443/feeds/all.${format}`);
});

test('Atom and JSON Feed say when an entry changed last', () => {
  expect(written('atom', INCIDENT).body).toContain(`<updated>${new Date(NOW).toISOString()}</updated>`);
  expect(JSON.parse(written('json', INCIDENT).body).items[0]).toMatchObject({
    date_modified: new Date(NOW).toISOString(),
    content_text: 'Found & fixing.\n\nWhat you can do: Use <eu-west-1>.',
    tags: ['Serving'],
  });
});
