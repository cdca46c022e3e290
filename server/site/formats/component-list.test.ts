import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { StatusPage } from '#components/site/home/status-page';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import { aComponent, aSummary } from '#server/test/summaries';

const html = (summary: SystemSummary) => renderToStaticMarkup(createElement(StatusPage, { summary }));
const page = (...components: ComponentSummary[]) => html(aSummary({ components }));
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ');

describe('groups', () => {
  const money = { publicId: 'mon0a1b2c3d4', slug: 'money', name: 'Money' };
  const named = (slug: string, position: number, group: ComponentSummary['group'] = null) =>
    aComponent({ publicId: slug, slug, name: slug, position, group });

  test('appear at the place of their first member, with their members below as rows', () => {
    const markup = page(
      named('late', 4, money),
      named('serving', 1),
      named('billing', 2, money),
      named('analytics', 3),
    );
    const shown = [...markup.matchAll(/<(details|section|li) id="(_money|[a-z]+)"/g)].map(
      ([, tag, id]) => `${tag} ${id}`,
    );
    expect(shown).toEqual(['section serving', 'details _money', 'li billing', 'li late', 'section analytics']);
    const group = /<details id="_money".*?<\/details>/s.exec(markup)?.[0] ?? '';
    expect([group.includes('id="billing"'), group.includes('id="late"'), group.includes('id="serving"')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(textOf(group)).toContain('Money2 components');
  });

  test('are collapsed while all components in them are operational, and show affected ones first', () => {
    const grouped = (status: ComponentSummary['status']) =>
      page(named('billing', 1, money), { ...named('late', 2, money), status });
    expect(grouped('operational')).toMatch(/<details id="_money" class/);
    const open = grouped('partial_outage');
    expect(open).toMatch(/<details id="_money" open=""/);
    expect(textOf(open)).toContain('Money1 of 2 affected');
    expect([...open.matchAll(/<li id="([^"]*)"/g)].map(([, id]) => id)).toEqual(['late', 'billing']);
  });
});

describe('many components', () => {
  const some = (count: number, status: ComponentSummary['status'] = 'operational') =>
    Array.from({ length: count }, (_, i) =>
      aComponent({ publicId: `c${i}`, slug: `c${i}`, name: `Component ${i}`, position: i, ...(i === 0 && { status }) }),
    );

  test('are shown in full up to six, and in one row each from seven on', () => {
    const [six, seven] = [page(...some(6)), page(...some(7))];
    expect([six.match(/<section id="c\d/g)?.length, six.match(/<li id="c\d/g)]).toEqual([6, null]);
    expect([seven.match(/<section id="c\d/g), seven.match(/<li id="c\d/g)?.length]).toEqual([null, 7]);
    expect(textOf(seven)).toContain('Target 99.9 % per month for every component:');
  });

  test('can be limited to those that are not operational', () => {
    const summary = aSummary({ components: some(8, 'major_outage') });
    const markup = renderToStaticMarkup(createElement(StatusPage, { summary, isAffectedOnly: true }));
    expect(markup.match(/<li id="c\d/g)).toEqual(['<li id="c0']);
    expect(textOf(markup)).toContain('All 8Not operational 1');
    expect(textOf(page(...some(8)))).not.toContain('Not operational');
  });

  test('have days as one shape per status, and a link for each day with failures', () => {
    const component = aComponent({}, 4_200_000);
    const markup = page(component, ...some(7));
    const strip = /<svg[^>]*aria-label="Serving, last 90 days: 1 day with failures".*?<\/svg>/s.exec(markup)?.[0] ?? '';
    expect(strip.match(/<path/g)).toHaveLength(2);
    expect(strip).toContain('<a href="/history?component=serving&amp;day=2022-03-30">');
  });

  test('have one tab stop for the days of each: the newest day with failures', () => {
    const component = aComponent();
    const days = component.days.map((day, i) => ({ ...day, ...(i % 30 === 0 && { worst: 'major_outage' as const }) }));
    const markup = page({ ...component, days }, ...some(7));
    const strip =
      /<svg[^>]*aria-label="Serving, last 90 days: 3 days with failures".*?<\/svg>/s.exec(markup)?.[0] ?? '';
    expect([...strip.matchAll(/<a [^>]*>/g)].map(([link]) => link.includes('tabindex="-1"'))).toEqual([
      true,
      true,
      false,
    ]);
    expect(/<svg[^>]*aria-label="Component 1, last 90 days: no failures"[^>]*>/.exec(markup)?.[0]).not.toContain(
      'data-days',
    );
  });
});
