import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { PAYLOADS } from '../test/payloads.ts';
import { anUpdate, aPublicIncident } from '../test/public-incidents.ts';
import { NOW } from '../test/summaries.ts';
import { atomFeed } from './atom.ts';
import { incidentV2 } from './incidents-v2.ts';
import type { PageV2 } from './page-v2.ts';
import { rssFeed } from './rss.ts';

const PAGE: PageV2 = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
const FEEDS = [
  ['Atom', atomFeed],
  ['RSS', rssFeed],
] as const;
const parse = (text: string) => new Parser<object, { id?: string; guid?: string; updated?: string }>({ customFields: { item: ['updated'] } }).parseString(text);

describe.each(FEEDS)('the %s feed', (name, feed) => {
  const incident = aPublicIncident({ updates: [anUpdate({ state: 'identified', publicId: 'upd000000002' }), anUpdate()] });

  test('holds one entry an incident, with an id that stays and all updates, newest first', async () => {
    const [first] = (await parse(feed([incident], PAGE, NOW))).items;
    const [again] = (await parse(feed([{ ...incident, title: 'New title', updatedAt: NOW }], PAGE, NOW + 1))).items;
    expect(first?.id ?? first?.guid).toBe(
      name === 'Atom' ? 'tag:status.example.com,2005:Incident/inc000000001' : 'https://status.example.com/incidents/inc000000001',
    );
    expect([again?.id ?? again?.guid, again?.title]).toEqual([first?.id ?? first?.guid, 'New title']);
    expect(first).toMatchObject({ title: 'Problem with Serving', link: 'https://status.example.com/incidents/inc000000001' });
    expect(first?.content).toMatch(/<strong>Identified<\/strong> - .*<strong>Investigating<\/strong> - We <strong>look<\/strong> into it\.<\/p>$/);
    expect(first?.content).toMatch(/^<p><small>Mar <var data-var='date'>30<\/var>, <var data-var='time'>13:31<\/var> UTC<\/small><br>/);
  });

  test('has ids without a port, for a tag URI holds a host name alone (RFC 4151, 2.1)', () => {
    const text = feed([incident], { ...PAGE, url: 'http://status.example.com:3000' }, NOW);
    const tags = [...text.matchAll(/tag:([^,]*),/g)].map(([, authority]) => authority);
    expect(tags).toEqual(name === 'Atom' ? ['status.example.com', 'status.example.com'] : []);
  });

  test('without any incident is whole', async () => {
    expect((await parse(feed([], PAGE, NOW))).items).toEqual([]);
  });

  test.each(PAYLOADS)('runs nothing of %j', async (payload) => {
    const told = { ...aPublicIncident({ title: payload.replaceAll('\n', ' '), updates: [anUpdate({ body: payload, ...renderMarkdown(payload) })] }) };
    const [entry] = (await parse(feed([told], PAGE, NOW))).items;
    expect(entry?.content).not.toMatch(/<(script|img|svg|iframe|form|style|math|object|input|a [^>]*"\s*on\w+=)|href="(?!https?:|mailto:)/i);
    expect(entry?.title?.trim()).toBe(told.title.trim());
    const v2 = JSON.stringify(incidentV2(told, PAGE, []));
    expect(JSON.parse(v2).name).toBe(told.title);
  });

  test('leaves out what XML cannot hold', async () => {
    expect((await parse(feed([aPublicIncident({ title: 'a\u0000b\ud800c\ufffe' })], PAGE, NOW))).items[0]?.title).toBe('abc');
  });
});
