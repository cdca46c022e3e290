import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import type { PublicFeed, PublicIncident } from '#domain/incident/public-incident';
import { renderMarkdown } from '#server/markdown/render-markdown';
import { incidentV2 } from '#server/site/formats/statuspage-v2/incidents';
import type { PageV2 } from '#server/site/formats/statuspage-v2/page';
import { PAYLOADS } from '#server/test/payloads';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { NOW } from '#server/test/summaries';
import { atomFeed } from './atom.ts';
import { rssFeed } from './rss.ts';

const CHANGED = NOW - 60_000;
const feedOf = (...incidents: PublicIncident[]) => ({ incidents, changedAt: CHANGED });
const rfc822 = (t: number) => new Date(t).toUTCString();
const PAGE: PageV2 = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
const FEEDS = [
  ['Atom', (feed: PublicFeed, page: PageV2) => atomFeed(feed, page, 'Service status')],
  ['RSS', (feed: PublicFeed, page: PageV2) => rssFeed(feed, page, 'Service status')],
] as const;
const parse = (text: string) =>
  new Parser<object, { id?: string; guid?: string; updated?: string }>({
    customFields: { item: ['updated'] },
  }).parseString(text);

describe.each(FEEDS)('the %s feed', (name, feed) => {
  const incident = aPublicIncident({
    updates: [anUpdate({ state: 'identified', publicId: 'upd000000002' }), anUpdate()],
  });

  test('has one entry per incident, with a stable id and all updates, newest first', async () => {
    const [first] = (await parse(feed(feedOf(incident), PAGE))).items;
    const [again] = (await parse(feed(feedOf({ ...incident, title: 'New title', updatedAt: NOW }), PAGE))).items;
    expect(first?.id ?? first?.guid).toBe(
      name === 'Atom'
        ? 'tag:status.example.com,2005:Incident/inc000000001'
        : 'https://status.example.com/incidents/inc000000001',
    );
    expect([again?.id ?? again?.guid, again?.title]).toEqual([first?.id ?? first?.guid, 'New title']);
    expect(first).toMatchObject({
      title: 'Problem with Serving',
      link: 'https://status.example.com/incidents/inc000000001',
    });
    expect(first?.content).toMatch(
      /<strong>Identified<\/strong> - .*<strong>Investigating<\/strong> - We <strong>look<\/strong> into it\.<\/p>$/,
    );
    expect(first?.content).toMatch(
      /^<p><small>Mar <var data-var='date'>30<\/var>, <var data-var='time'>13:31<\/var> UTC<\/small><br>/,
    );
  });

  test('has what readers can do after the text of its update, as plain text', async () => {
    const update = anUpdate({ whatYouCanDo: 'Use <eu-west-1>.' });
    const [entry] = (await parse(feed(feedOf(aPublicIncident({ updates: [update, anUpdate()] })), PAGE))).items;
    expect(entry?.content?.match(/<p><strong>What you can do:<\/strong> [^/]*<\/p>/g)).toEqual([
      '<p><strong>What you can do:</strong> Use &#60;eu-west-1&#62;.</p>',
    ]);
  });

  test('has ids without a port, because a tag URI contains a host name only (RFC 4151, 2.1)', () => {
    const text = feed(feedOf(incident), { ...PAGE, url: 'http://status.example.com:3000' });
    const tags = [...text.matchAll(/tag:([^,]*),/g)].map(([, authority]) => authority);
    expect(tags).toEqual(name === 'Atom' ? ['status.example.com', 'status.example.com'] : []);
  });

  test('is complete without incidents, with a date other than the time of the request', async () => {
    const text = feed(feedOf(), PAGE);
    expect((await parse(text)).items).toEqual([]);
    expect(text).toContain(
      name === 'Atom'
        ? `<updated>${new Date(CHANGED).toISOString()}</updated>`
        : `<lastBuildDate>${rfc822(CHANGED)}</lastBuildDate>`,
    );
  });

  // Readers match entries by id: one that changes makes everything unread (newrelic/docs-website#1271). Dates that did not move hid the updates of Cachet (cachethq/core#282).
  test('dates an entry by its last change; its id, address and first publication stay', async () => {
    const [was] = (await parse(feed(feedOf(incident), PAGE))).items;
    const [is] = (await parse(feed({ incidents: [{ ...incident, updatedAt: NOW }], changedAt: NOW }, PAGE))).items;
    expect([is?.id ?? is?.guid, is?.link]).toEqual([was?.id ?? was?.guid, was?.link]);
    const changed = [incident.updatedAt, NOW].map((t) => (name === 'Atom' ? new Date(t).toISOString() : rfc822(t)));
    expect([was, is].map((one) => one?.updated ?? one?.pubDate)).toEqual(changed);
    if (name === 'Atom')
      expect([was, is].map((one) => one?.pubDate)).toEqual(Array(2).fill(new Date(incident.publicAt).toISOString()));
  });

  // RFC 4287, 3.3 and 4.2.15; RFC 822 for RSS 2.0. The most frequent findings of the Feed Validator are dates and a missing rel="self" (intertwingly.net, 2007-10-21).
  test('has dates of its format only, a link to itself, and is no older than its newest entry', async () => {
    const text = feed({ incidents: [{ ...incident, updatedAt: NOW }, incident], changedAt: NOW }, PAGE);
    const dates = [...text.matchAll(/<(?:updated|published|pubDate|lastBuildDate)>([^<]*)</g)].map(
      ([, date]) => date as string,
    );
    const format =
      name === 'Atom'
        ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
        : /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
    expect(dates.length).toBeGreaterThan(2);
    for (const date of dates) expect(date).toMatch(format);
    expect(Math.max(...dates.map((date) => Date.parse(date)))).toBe(Date.parse(dates[0] as string));
    expect(text).toContain(
      `rel="self" type="application/${name.toLowerCase()}+xml" href="https://status.example.com/history.${name.toLowerCase()}"`,
    );
  });

  test.each(PAYLOADS)('makes %j harmless', async (payload) => {
    const incident = {
      ...aPublicIncident({
        title: payload.replaceAll('\n', ' '),
        updates: [anUpdate({ body: payload, ...renderMarkdown(payload) })],
      }),
    };
    const [entry] = (await parse(feed(feedOf(incident), PAGE))).items;
    expect(entry?.content).not.toMatch(
      /<(script|img|svg|iframe|form|style|math|object|input|a [^>]*"\s*on\w+=)|href="(?!https?:|mailto:)/i,
    );
    expect(entry?.title?.trim()).toBe(incident.title.trim());
    const v2 = JSON.stringify(incidentV2(incident, PAGE, { components: [], archived: [] }));
    expect(JSON.parse(v2).name).toBe(incident.title);
  });

  test('removes characters that XML cannot represent', async () => {
    expect((await parse(feed(feedOf(aPublicIncident({ title: 'a\u0000b\ud800c\ufffe' })), PAGE))).items[0]?.title).toBe(
      'abc',
    );
  });
});
