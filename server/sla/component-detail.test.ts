import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { UptimeSum } from '#components/site/figures/uptime-sum';
import { ComponentPage } from '#components/site/home/component-page';
import { historyPeriod } from '#domain/sla/uptime-history';
import { createEvaluator } from '#server/evaluation/evaluate';
import { testWorld } from '#server/test/database';
import { aComponent, aSummary } from '#server/test/summaries';
import { componentDetail } from './component-detail.ts';

const NOW = Date.parse('2026-07-15T12:00:00Z');
const world = testWorld(NOW);

/** Inserts outages of one minute each, one per hour. */
async function plantOutages(count: number): Promise<void> {
  await world.ctx.web.query('TRUNCATE status_interval');
  await world.ctx.web.query(
    `INSERT INTO status_interval (component_id, from_at, to_at, status)
     SELECT c.id, $1::timestamptz - make_interval(hours => n), $1::timestamptz - make_interval(hours => n) + interval '1 minute', 'major_outage'
     FROM component c CROSS JOIN generate_series(1, $2::int) AS n WHERE c.slug = 'serving'`,
    [new Date(NOW), count],
  );
  await createEvaluator(world.ctx)(NOW);
}

async function page(): Promise<string> {
  const detail = await componentDetail(world.ctx, 'serving');
  return renderToStaticMarkup(
    createElement(ComponentPage, { summary: aSummary(), component: aComponent(), ...detail }),
  );
}

describe('the page reports the number of omitted entries', () => {
  test('of the failures of a component', async () => {
    await plantOutages(100);
    expect((await componentDetail(world.ctx, 'serving')).earlier).toEqual({ intervals: 0, unconfirmed: 0 });
    expect(await page()).not.toContain('not listed here');
    await plantOutages(101);
    expect(await page()).toContain('1 earlier interval is not listed here.');
    await plantOutages(130);
    expect(await page()).toContain('30 earlier intervals are not listed here.');
  });

  test('of the outages in a calculation', () => {
    const intervals = Array.from({ length: 62 }, (_, i) => ({
      from: NOW + i * 120_000,
      to: NOW + i * 120_000 + 60_000,
      status: 'major_outage' as const,
    }));
    const sum = (count: number) =>
      renderToStaticMarkup(
        createElement(UptimeSum, {
          period: historyPeriod(
            intervals.slice(0, count),
            { from: NOW, to: NOW + 86_400_000 },
            { targetMillionths: 999_000, coverageFloor: 0 },
            NOW + 86_400_000,
          ),
          component: { slug: 'serving', targetMillionths: 999_000 },
          name: 'July 2026',
          now: NOW + 86_400_000,
        }),
      );
    expect(sum(60)).not.toContain('not listed here');
    expect(sum(62)).toContain('2 more intervals are not listed here');
  });
});
