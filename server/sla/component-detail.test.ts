import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { UptimeSum } from '#components/site/figures/uptime-sum';
import { ComponentPage } from '#components/site/home/component-page';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { ComponentSummary } from '#domain/site/summary';
import { historyPeriod } from '#domain/sla/uptime-history';
import { createEvaluator } from '#server/evaluation/evaluate';
import { testWorld } from '#server/test/database';
import { aPublicIncident } from '#server/test/public-incidents';
import { plantRecord } from '#server/test/records';
import { aComponent, aSummary, SERVING, someCounts } from '#server/test/summaries';
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

describe('the detail of a component', () => {
  const MINUTE = 60_000;
  const ago = (minutes: number) => NOW - minutes * MINUTE;
  const days = (count: number) => count * 24 * 60;

  test('lists failures and unknown status of 90 days, newest first, and none of the other statuses', async () => {
    await plantRecord(world.ctx, 'serving', {
      intervals: [
        [ago(days(91)), ago(days(91) - 1), 'major_outage'],
        [ago(days(90) + 1), ago(days(90) - 1), 'degraded_performance'],
        [ago(days(90) - 1), ago(days(2)), 'operational'],
        [ago(days(2)), ago(days(1)), 'unknown'],
        [ago(days(1)), ago(60), 'not_monitored'],
        [ago(60), null, 'partial_outage'],
      ],
      evaluatedUntil: ago(1),
    });
    const { intervals } = await componentDetail(world.ctx, 'serving');
    expect(intervals).toEqual([
      { from: ago(60), to: ago(1), status: 'partial_outage' },
      { from: ago(days(2)), to: ago(days(1)), status: 'unknown' },
      { from: ago(days(90) + 1), to: ago(days(90) - 1), status: 'degraded_performance' },
    ]);
  });

  test('lists the newest hundred intervals and unconfirmed failures', async () => {
    const times = Array.from({ length: 103 }, (_, i) => ago(600) + i * 2 * MINUTE);
    await plantRecord(world.ctx, 'serving', {
      intervals: times.map((t) => [t, t + MINUTE, 'major_outage'] as const),
      raw: [
        [ago(days(40)), 'operational'],
        [ago(days(32)), 'degraded_performance'],
        [ago(days(32)) + 1_000, 'operational'],
        ...times.flatMap((t) => [[t, 'partial_outage'] as const, [t + 5_000, 'operational'] as const]),
      ],
      evaluatedUntil: NOW,
    });
    const { intervals, unconfirmed, earlier } = await componentDetail(world.ctx, 'serving');
    const newest = times.slice(3).reverse();
    expect(intervals.map(({ from }) => from)).toEqual(newest);
    expect(unconfirmed).toEqual(newest.map((from) => ({ from, to: from + 5_000, status: 'partial_outage' })));
    expect(earlier).toEqual({ intervals: 3, unconfirmed: 3 }); // a failure of more than 31 days ago is not counted
  });

  test('has the data age and latency of a day in steps of five minutes', async () => {
    const now = NOW + 7 * MINUTE;
    world.clock.set(now);
    const minute = (t: number, age: number, latency: number) =>
      world.ctx.web.query(
        `INSERT INTO minute_rollup SELECT id, $1, 1, $2, $2 + 1, $3, $3 + 1 FROM component WHERE slug = 'serving'`,
        [new Date(t), age, latency],
      );
    await minute(now - 24 * 60 * MINUTE - 3 * MINUTE, 99, 99); // before the first step
    for (const [i, age] of [10, 40, 20].entries()) await minute(NOW + i * MINUTE, age, age * 10);
    await minute(now, 99, 99); // the minute that has only begun
    const { chart, policies } = await componentDetail(world.ctx, 'serving');
    expect(chart).toEqual({
      from: NOW + 5 * MINUTE - 24 * 60 * MINUTE,
      to: now,
      range: '24h',
      stepMs: 5 * MINUTE,
      minutes: [{ at: NOW, dataAgeMedianMs: 20, dataAgeWorstMs: 41, latencyMedianUs: 200, latencyP95Us: 401 }],
    });
    expect(policies.map(({ version }) => version)).toEqual([1]);
  });

  test('of a component that was never evaluated is empty', async () => {
    await world.ctx.web.query('DELETE FROM current_state');
    const { intervals, unconfirmed } = await componentDetail(world.ctx, 'analytics');
    expect([intervals, unconfirmed]).toEqual([[], []]);
  });

  test('of an unknown component is not found', async () => {
    await expect(componentDetail(world.ctx, 'nothing')).rejects.toMatchObject({
      code: 'not_found',
      message: 'Component "nothing" does not exist.',
    });
  });
});

describe('the head of the page of a component', () => {
  const textOf = (markup: string) => markup.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ');
  const headOf = async (component: ComponentSummary, openIncidents: PublicIncident[] = []) => {
    const detail = await componentDetail(world.ctx, 'serving');
    const summary = aSummary({ components: [component], openIncidents });
    const markup = renderToStaticMarkup(createElement(ComponentPage, { summary, component, ...detail }));
    return /<section id="_headline".*?<\/section>/s.exec(markup)?.[0] ?? '';
  };
  const region = (name: string, status: ComponentSummary['status']) => ({
    name,
    title: name,
    status,
    counts: someCounts({ up: 4 }),
    worstDataAgeMs: null,
  });

  test('names the regions of an outage as home does, and the open incident with its link', async () => {
    const regions = [region('us', 'major_outage'), region('ca', 'major_outage'), region('eu', 'operational')];
    const head = await headOf({ ...SERVING.major(), regions }, [aPublicIncident({ title: 'No answers' })]);
    expect(textOf(head)).toContain(
      'Serving is down in 2 of 3 regionsSince 13:20 UTC, 1 h 11 min. Other regions are operational.us, ca',
    );
    expect(textOf(head)).toMatch(/No answersUpdated \d\d:\d\d UTC/);
    expect(head).toContain(`href="/incidents/${aPublicIncident().publicId}"`);
    expect(textOf(await headOf(SERVING.major()))).not.toContain('Updated');
  });

  test('shows when it was checked, and since when it is operational', async () => {
    const since = Date.parse('2022-03-19T10:07:00Z');
    const text = textOf(await headOf(aComponent({ since })));
    expect(text).toContain('Checked at 14:31:06 UTCOperational since 19 March, 10:07 UTC');
    expect(textOf(await headOf(SERVING.major()))).not.toContain('Operational since');
  });
});

describe('the charts of a component', () => {
  test('cover the chosen span up to now, in steps that begin at round times', async () => {
    const charts = await Promise.all(
      (['24h', '7d', '31d'] as const).map(async (range) => (await componentDetail(world.ctx, 'serving', range)).chart),
    );
    expect(
      charts.map(({ from, to, stepMs }) => [Math.floor((to - from) / 86_400_000), stepMs / 60_000, from % stepMs]),
    ).toEqual([
      [1, 5, 0],
      [7, 30, 0],
      [31, 120, 0],
    ]);
  });

  test('are chosen by links, of which the current one is marked', async () => {
    const detail = await componentDetail(world.ctx, 'serving', '7d');
    const markup = renderToStaticMarkup(
      createElement(ComponentPage, { summary: aSummary(), component: aComponent(), ...detail }),
    );
    expect(markup).toContain('<a href="/components/serving?chart=7d#readings" aria-current="true">7\u00a0d</a>');
    expect(markup).toContain('<a href="/components/serving?chart=31d#readings">31\u00a0d</a>');
  });
});
