import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { STATUS_MARKS } from '#domain/status-marks';
import { aComponent, aSummary, SERVING } from '../test/summaries.ts';
import { badgeSvg, faviconSvg } from './badge.ts';

const GREEN = STATUS_MARKS.operational.light;

describe('a badge', () => {
  test.each(Object.keys(SERVING) as (keyof typeof SERVING)[])('%s is green only if operational, and says its status in words', (state) => {
    const summary = aSummary({ components: [SERVING[state]()] });
    const svg = badgeSvg(summary, 'serving') ?? '';
    expect(svg.includes(GREEN)).toBe(state === 'operational');
    expect(faviconSvg(summary).includes(GREEN)).toBe(state === 'operational');
    expect(svg).toMatch(/aria-label="Serving: [A-Z][a-z ]+"/);
  });

  test('of what is not there is none; a name cannot break out of it', () => {
    const summary = aSummary({ components: [aComponent({ name: '"><script>&' })] });
    expect(badgeSvg(summary, 'nothing')).toBeNull();
    expect(badgeSvg(summary, 'serving')).toContain('&#34;&#62;&#60;script&#62;&#38;: Operational');
    expect(badgeSvg(summary, 'all')).toContain('status: Operational');
  });
});

test('the colours of the page are those of the marks', () => {
  const css = readFileSync(path.resolve(import.meta.dirname, '../../app/globals.css'), 'utf8');
  const [, light = '', dark = ''] = css.split(':root {');
  const names = { operational: 'operational', degraded_performance: 'degraded', partial_outage: 'partial', major_outage: 'major', unknown: 'unknown' } as const;
  for (const [tone, name] of Object.entries(names)) {
    const mark = STATUS_MARKS[tone as keyof typeof names];
    expect([tone, light.includes(`--${name}: ${mark.light};`), dark.includes(`--${name}: ${mark.dark};`)]).toEqual([tone, true, true]);
  }
});
