import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { STATUS_COLOURS } from '#domain/site/status-colours';
import { STATUS_SHAPES } from '#domain/site/status-shapes';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { aComponent, aSummary, SERVING } from '#server/test/summaries';
import { badgeSvg } from './badge.ts';
import { faviconSvg } from './favicon.ts';

const GREEN = STATUS_COLOURS.operational.light;

describe('a badge', () => {
  const saying = (svg: string | null) => /aria-label="([^"]*)"/.exec(svg ?? '')?.[1];
  const analytics = (overrides: Parameters<typeof aComponent>[0]) =>
    aComponent({ publicId: 'ana0a1b2c3d4', slug: 'analytics', name: 'Analytics', ...overrides });

  test('of all components has the status of the headline', () => {
    const summary = aSummary({
      components: [SERVING.possible(), analytics({ status: 'not_monitored', latestObservedAt: null })],
    });
    expect(saying(badgeSvg(summary, 'all', DEFAULT_BRAND))).toBe('status: Possible problem');
    expect(badgeSvg(summary, 'all', DEFAULT_BRAND)).toContain(STATUS_SHAPES.possible.shape);
    expect(faviconSvg(summary)).toContain(STATUS_COLOURS.possible.light);
    expect(saying(badgeSvg(aSummary({ components: [] }), 'all', DEFAULT_BRAND))).toBe('status: Not monitored yet');
  });

  test('shows recovering like the page, unless an equal failure continues', () => {
    const recovering = SERVING.recovering();
    expect(saying(badgeSvg(aSummary({ components: [recovering] }), 'serving', DEFAULT_BRAND))).toBe(
      'Serving: Recovering',
    );
    expect(saying(badgeSvg(aSummary({ components: [recovering] }), 'all', DEFAULT_BRAND))).toBe('status: Recovering');
    expect(
      saying(
        badgeSvg(
          aSummary({ components: [recovering, analytics({ status: recovering.status })] }),
          'all',
          DEFAULT_BRAND,
        ),
      ),
    ).toBe('status: Major outage');
  });

  test.each(Object.keys(SERVING) as (keyof typeof SERVING)[])(
    '%s is green only if operational, and shows its status as text',
    (state) => {
      const summary = aSummary({ components: [SERVING[state]()] });
      const svg = badgeSvg(summary, 'serving', DEFAULT_BRAND) ?? '';
      expect(svg.includes(GREEN)).toBe(state === 'operational');
      expect(faviconSvg(summary).includes(GREEN)).toBe(state === 'operational');
      expect(svg).toMatch(/aria-label="Serving: [A-Z][a-z ]+"/);
    },
  );

  test('does not exist for unknown components, and escapes names', () => {
    const summary = aSummary({ components: [aComponent({ name: '"><script>&' })] });
    expect(badgeSvg(summary, 'nothing', DEFAULT_BRAND)).toBeNull();
    expect(badgeSvg(summary, 'serving', DEFAULT_BRAND)).toContain('&#34;&#62;&#60;script&#62;&#38;: Operational');
    expect(badgeSvg(summary, 'all', DEFAULT_BRAND)).toContain('status: Operational');
  });
});

test('the icon of the page has a dot of its own for operational, degraded, partly down, down and unknown', () => {
  const dots = (['operational', 'degraded', 'partial', 'major', 'noData'] as const).map(
    (state) => /id="d" d="([^"]*)"/.exec(faviconSvg(aSummary({ components: [SERVING[state]()] })))?.[1],
  );
  expect(new Set(dots).size).toBe(5);
});

test('the page uses the colours of the status icons', () => {
  const css = readFileSync(path.resolve(import.meta.dirname, '../../../app/tokens.css'), 'utf8');
  const [light = '', dark = ''] = css.split('@media screen and (prefers-color-scheme: dark)');
  const names = {
    operational: 'ok',
    degraded_performance: 'deg',
    partial_outage: 'par',
    major_outage: 'maj',
    unknown: 'unk',
  } as const;
  for (const [tone, name] of Object.entries(names)) {
    const mark = STATUS_COLOURS[tone as keyof typeof names];
    expect([
      tone,
      light.includes(`--${name}-solid: ${mark.light};`),
      dark.includes(`--${name}-solid: ${mark.dark};`),
    ]).toEqual([tone, true, true]);
  }
});
