import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { HistoryPage } from '#components/site/incidents/history-page';
import { SearchPage } from '#components/site/incidents/search-page';
import type { PublicIncident } from '#domain/incident/public-incident';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { incidentPageMarkup } from '#server/test/incident-page';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { NOW } from '#server/test/summaries';
import { atomFeed } from './atom.ts';
import { rssFeed } from './rss.ts';

const PAGE = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' } as const;
const textOf = (markup: string) =>
  markup
    .replace(/&#60;/g, '<')
    .replace(/&#62;/g, '>')
    .replace(/<[^>]+>/g, '');
const closed = (change: Partial<PublicIncident>) =>
  aPublicIncident({
    state: 'resolved',
    resolvedAt: NOW,
    episodes: [],
    updates: [
      anUpdate({ publicId: 'upd000000003', state: 'resolved', affected: [] }),
      anUpdate({ publicId: 'upd000000002', state: 'resolved' }),
      anUpdate(),
    ],
    ...change,
  });
const ENDS: [string, PublicIncident, string, string][] = [
  ['resolved', closed({}), 'Resolved', 'Resolved'],
  ['withdrawn', closed({ withdrawnAt: NOW }), 'Withdrawn: this was a false alarm', 'Withdrawn'],
  [
    'merged',
    closed({ mergedInto: 'inc000000002', mergedIntoTitle: 'Network fault' }),
    'Merged into “Network fault”',
    'Merged',
  ],
];

describe.each(ENDS)('an incident that was %s', (_, incident, state, heading) => {
  const other = ENDS.map(([, , one]) => one).filter((one) => one !== state);
  const listed = { ...incident, excerpt: 'Slow.', degradedMs: 0 };
  const found = { incidents: [listed], page: 1, hasOlder: false, generatedAt: NOW, components: [], component: null };

  test.each([
    [
      'history',
      () =>
        createElement(HistoryPage, {
          months: [{ from: NOW - 1, to: NOW, incidents: [listed], more: 0, total: { incidents: 1, downMs: 0 } }],
          month: null,
          ...found,
        }),
    ],
    ['search', () => createElement(SearchPage, { text: 'x', searchedMax: null, ...found })],
  ] as const)('shows that in the %s', (__, list) => {
    const text = textOf(renderToStaticMarkup(list()));
    expect(text).toContain('Problem with Serving');
    if (state === 'Resolved')
      expect(text).not.toContain(state); // the norm is not repeated
    else expect(text).toContain(state.replace('Withdrawn: this was a false alarm', 'False alarm'));
    for (const one of other) expect(text).not.toContain(one);
  });

  test('shows that on its page, whose last update is not labelled resolved', () => {
    const markup = incidentPageMarkup(incident);
    expect(markup).toContain(`</svg>${state}</span>`);
    const headings = [...markup.matchAll(/<h3[^>]*>(.*?)<\/h3>/g)].map(([, text]) => text);
    expect(headings).toEqual([heading === 'Resolved' ? 'Update' : heading, 'Resolved', 'Investigating']);
  });

  test.each([
    ['Atom', () => atomFeed({ incidents: [incident], changedAt: NOW }, PAGE, DEFAULT_BRAND.title)],
    ['RSS', () => rssFeed({ incidents: [incident], changedAt: NOW }, PAGE, DEFAULT_BRAND.title)],
  ] as const)('shows that in %s', (__, feed) => {
    const headings = [
      ...feed()
        .replaceAll('&#60;', '<')
        .replaceAll('&#62;', '>')
        .matchAll(/<strong>([A-Z]\w+)<\/strong> -/g),
    ].map(([, text]) => text);
    expect(headings).toEqual([heading, 'Resolved', 'Investigating']);
  });
});
