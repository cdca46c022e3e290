import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { EmbedLine } from '#components/site/home/embed-line';
import { StatusPage } from '#components/site/home/status-page';
import { STATUS_COLOURS } from '#domain/site/status-colours';
import type { SystemSummary } from '#domain/site/summary';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { statusV2 } from '#server/site/formats/statuspage-v2/summary';
import { aPublicIncident } from '#server/test/public-incidents';
import { aComponent, aSummary, SERVING } from '#server/test/summaries';
import { badgeSvg } from './badge.ts';
import { faviconSvg } from './favicon.ts';

const GREEN = new RegExp(
  `(text|fill|stroke|border|bg)-ok-|${STATUS_COLOURS.operational.light}|${STATUS_COLOURS.operational.dark}`,
);
/** All renderings of the overall status; of the page only its headline. */
const RENDERINGS: Record<string, (summary: SystemSummary) => string> = {
  page: (summary) =>
    /<header.*?<\/header>/s.exec(renderToStaticMarkup(createElement(StatusPage, { summary })))?.[0] ?? '',
  embed: (summary) => renderToStaticMarkup(createElement(EmbedLine, { summary, origin: 'https://status.example.com' })),
  favicon: faviconSvg,
  badge: (summary) => badgeSvg(summary, 'all', DEFAULT_BRAND) ?? '',
  v2: (summary) =>
    statusV2(summary, pageV2({ publicOrigin: '' }, DEFAULT_BRAND)).status.indicator === 'none'
      ? STATUS_COLOURS.operational.light
      : '',
};
const NAMED = { publicId: 'srv0a1b2c3d4', slug: 'serving', name: 'Serving', status: 'operational' as const };
const withIncident = (state: keyof typeof SERVING, isNamed: boolean) =>
  aSummary({
    components: [
      { ...SERVING[state](), days: [], stated: isNamed ? 'operational' : null },
      aComponent({ publicId: 'ana0a1b2c3d4', slug: 'analytics', name: 'Analytics', days: [] }),
    ],
    openIncidents: [aPublicIncident({ state: 'monitoring', components: isNamed ? [NAMED] : [] })],
  });

describe.each(Object.entries(RENDERINGS))('the %s', (_, render) => {
  test.each(Object.keys(SERVING) as (keyof typeof SERVING)[])(
    'is not green while a public incident is open and Serving is %s',
    (state) => {
      for (const isNamed of [true, false]) expect(render(withIncident(state, isNamed))).not.toMatch(GREEN);
    },
  );

  test('is green without an incident, so that this test can find green', () => {
    expect(render(aSummary({ components: [aComponent({ days: [] })] }))).toMatch(GREEN);
  });
});

test('a component of an open incident has no green badge; one beside it has', () => {
  expect(badgeSvg(withIncident('operational', true), 'serving', DEFAULT_BRAND)).not.toMatch(GREEN);
  expect(badgeSvg(withIncident('operational', true), 'analytics', DEFAULT_BRAND)).toMatch(GREEN);
});
