import { describe, expect, test } from 'vitest';
import { publicationOf } from './publication.ts';

describe('the key of a published address', () => {
  test.each([
    ['/', '', '/'],
    ['/', '?show=affected', '/?show=affected'],
    ['/', '?utm_source=mail&show=affected&fbclid=1', '/?show=affected'],
    ['/history', '?page=2&component=serving', '/history?component=serving&page=2'],
    ['/history', '?component=serving&page=2', '/history?component=serving&page=2'],
    ['/history', '?month=2022-03', '/history?month=2022-03'],
    ['/components/serving', '?chart=7d', '/components/serving?chart=7d'],
    ['/api/v2/incidents/unresolved.json', '?', '/api/v2/incidents/unresolved.json'],
    ['/badge/serving.svg', '?style=flat', '/badge/serving.svg'],
    ['/incidents/abcdefghijkl', '', '/incidents/abcdefghijkl'],
    ['/uptime', '?year=2022', '/uptime?year=2022'],
    ['/_next/static/chunks/2zemkunhb00z-.css', '', '/_next/static/chunks/2zemkunhb00z-.css'],
    ['/live.js', '', '/live.js'],
    ['/postmortem.js', '', '/postmortem.js'],
    ['/postmortems', '?page=2', '/postmortems?page=2'],
    ['/postmortems/abcdefghijkl', '?utm_source=mail', '/postmortems/abcdefghijkl'],
    ['/postmortems/abcdefghijkl/versions/2', '', '/postmortems/abcdefghijkl/versions/2'],
    ['/improvements', '?show=all&component=serving', '/improvements?component=serving&show=all'],
    ['/subscribe', '?incident=abcdefghijkl&channel=webhook', '/subscribe?channel=webhook&incident=abcdefghijkl'],
  ])('%s%s is %s', (path, search, key) => expect(publicationOf(path, search)?.key).toBe(key));

  test.each([
    ['/history', '?q=outage'],
    ['/history', '?day=2022-03-30'],
    ['/history', '?month=2022-13'],
    ['/history', '?page=0'],
    ['/history', '?page=2&page=3'],
    ['/', '?show=all'],
    ['/uptime', '?year=22'],
    ['/postmortems', '?page=0'],
    ['/postmortems/abc', ''],
    ['/improvements', '?show=some'],
    ['/nothing', ''],
    ['/console', ''],
    ['/api/v1/events', '?after=1'],
    ['/subscriptions/abc', ''],
    ['/subscribe', '?channel=anything'], // anyone could fill the disk with pages that differ in their address only
    ['/subscribe', '?after=sent&incident=abcdefghijkl'],
    ['/subscribe', '?manage=yes'],
    ['/u/abc', ''],
    ['/_next/static/chunks/1agjk-zvbrm86.js', ''],
  ])('%s%s is not published', (path, search) => expect(publicationOf(path, search)).toBeNull());
});

test('what shows the status of now is live, and everything shows the brand', () => {
  const of = (path: string) => publicationOf(path, '');
  for (const path of ['/', '/embed', '/components/serving', '/badge/all.svg', '/api/v2/summary.json'])
    expect([path, of(path)?.mode, of(path)?.dependsOn.includes('status')]).toEqual([path, 'live', true]);
  for (const path of ['/', '/history', '/uptime', '/about-these-figures', '/incidents/abcdefghijkl', '/developers'])
    expect([path, of(path)?.dependsOn.includes('brand')]).toEqual([path, true]);
});

test('the page of an incident depends on that incident only', () => {
  for (const path of ['/incidents/abcdefghijkl', '/feeds/incidents/abcdefghijkl.rss', '/api/v1/incidents/abcdefghijkl'])
    expect(publicationOf(path, '')?.dependsOn).toEqual(['brand', 'catalog', 'incident:abcdefghijkl']);
});

test('post-mortems change with their incidents, and show what is overdue today', () => {
  for (const path of ['/postmortems', '/postmortems/abcdefghijkl', '/improvements'])
    expect(publicationOf(path, '')).toMatchObject({
      mode: 'current',
      dependsOn: ['brand', 'catalog', 'incidents', 'postmortems'],
    });
  for (const path of ['/', '/history']) expect(publicationOf(path, '')?.dependsOn).toContain('postmortems');
});

test('files with a digest in their name are never published again', () => {
  for (const path of ['/_next/static/chunks/a.css', '/fonts/geist-latin-cf95a3ff.woff2'])
    expect(publicationOf(path, '')).toMatchObject({ mode: 'asset', dependsOn: [] });
  expect(publicationOf('/live.js', '')?.mode).toBe('fixed');
});
