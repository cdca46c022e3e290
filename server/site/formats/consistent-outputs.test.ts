import { isDeepStrictEqual } from 'node:util';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ComponentHeadline } from '#components/site/home/component-headline';
import { EmbedLine } from '#components/site/home/embed-line';
import { StatusPage } from '#components/site/home/status-page';
import type { PublicIncident } from '#domain/incident/public-incident';
import { levelOf } from '#domain/measurement/status';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { createEvaluator } from '#server/evaluation/evaluate';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { publicIncidents } from '#server/incidents/reads/public-incidents';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { pageV2 } from '#server/site/formats/statuspage-v2/page';
import { summaryV2 } from '#server/site/formats/statuspage-v2/summary';
import { systemSummary } from '#server/site/summary';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY } from '#server/test/people';
import { aProbe, startProbes } from '#server/test/probes';
import { badgeSvg } from './badge.ts';

const SECOND = 1_000;
const ORIGIN = 'https://status.example.com';
const T0 = Date.parse('2022-03-30T12:00:00Z');
const INSTANCES = 10;
const world = testWorld(T0);
let probes: Awaited<ReturnType<typeof startProbes>>;
let evaluate: ReturnType<typeof createEvaluator>;
beforeAll(async () => {
  probes = await startProbes(world.ctx);
  evaluate = createEvaluator(world.ctx);
});
afterAll(() => probes.stop());

const textOf = (markup: string | undefined) => (markup ?? '').replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ');
const labelOf = (svg: string | null) => /aria-label="[^:]*: ([^"]*)"/.exec(svg ?? '')?.[1];

/** By the label of a component's row: its expected headline (null: none required), and its status in the v2 JSON. */
const SAME: Record<string, { headline: RegExp | null; v2: RegExp; indicator: RegExp }> = {
  Operational: { headline: null, v2: /^operational$/, indicator: /./ },
  'Possible problem': { headline: /^Possible problem with/, v2: /^operational$/, indicator: /./ },
  'Degraded performance': {
    headline: / (is|are) degraded/,
    v2: /^degraded_performance$/,
    indicator: /^(minor|major|critical)$/,
  },
  'Partial outage': { headline: / (is|are) partly down/, v2: /^partial_outage$/, indicator: /^(minor|major)$/ },
  'Major outage': { headline: / (is|are) down/, v2: /^major_outage$/, indicator: /^(major|critical)$/ },
  Recovering: {
    headline: / (is|are) recovering/,
    v2: /^(degraded_performance|partial_outage|major_outage)$/,
    indicator: /^(minor|major|critical)$/,
  },
  'Incident open': {
    headline: /^(Serving|Analytics) .*(Open|Monitoring|Under investigation) since/,
    v2: /^operational$/,
    indicator: /^(minor|major|critical)$/,
  },
};
/** By the same labels: the headline on the page of the component. */
const OWN_PAGE: Record<keyof typeof SAME, RegExp> = {
  Operational: / is operational /,
  'Possible problem': /^Possible problem with .* not confirmed yet/,
  'Degraded performance': / is degraded/,
  'Partial outage': / is partly down/,
  'Major outage': / is down/,
  Recovering: / is recovering/,
  'Incident open': / has an open incident/,
};
const SINCE = /since (\d\d:\d\d)(?::\d\d)? UTC/i;
/** Returns the headline with the line below it, and the further facts. */
const headlinesOf = (markup: string) => {
  const [, title, lead] = /<h1[^>]*>(.*?)<\/h1>(?:<p[^>]*>(.*?)<\/p>)?/s.exec(markup) ?? [];
  const further = [...markup.matchAll(/<p class="min-w-0 flex-1">(.*?)<\/p>/gs)].map(([, line]) => textOf(line));
  return [`${textOf(title)} ${textOf(lead)}`.trim(), ...further];
};
const titleOf = (markup: string) => textOf(/<h1.*?<\/h1>/s.exec(markup)?.[0]);

type Shown = { summary: SystemSummary; open: PublicIncident[] };

/** Returns what the public outputs show at this time. */
async function shownNow(): Promise<Shown> {
  const found = await systemSummary(world.ctx);
  const summary = { ...found, components: found.components.map((component) => ({ ...component, days: [] })) }; // which are slow to render
  return { summary, open: await publicIncidents(world.ctx, { kind: 'open' }) };
}

/** Checks that all public outputs agree. Returns the label of Serving's row. */
function checkedLabel({ summary, open }: Shown): string {
  const page = renderToStaticMarkup(createElement(StatusPage, { summary }));
  const labels = summary.components.map((component) => checkComponent(summary, page, component));
  const headline = titleOf(page);
  const moment = `${new Date(summary.generatedAt).toISOString()}: ${labels} / ${headline}`;
  expect(titleOf(renderToStaticMarkup(createElement(EmbedLine, { summary, origin: ORIGIN }))), moment).toBe(headline);
  const isOperational = labels.every((label) => label === 'Operational') && summary.openIncidents.length === 0;
  expect(
    [headline === 'All systems operational', labelOf(badgeSvg(summary, 'all', DEFAULT_BRAND)) === 'Operational'],
    moment,
  ).toEqual([isOperational, isOperational]);
  expect([...labels, 'Incident open'], moment).toContain(labelOf(badgeSvg(summary, 'all', DEFAULT_BRAND)));
  expect(summaryV2(summary, pageV2({ publicOrigin: ORIGIN }, DEFAULT_BRAND)).status.indicator === 'none', moment).toBe(
    labels.every((label) => /^(Operational|Possible problem)$/.test(label)) && summary.openIncidents.length === 0,
  );
  checkIncidents(summary, page, { open, labels, moment });
  return labels[0] as string; // Serving is seeded first
}

/** Checks all public outputs of one component against its row. Returns the label of that row. */
function checkComponent(summary: SystemSummary, page: string, component: ComponentSummary): string {
  const { name, slug } = component;
  const status = new RegExp(`<section id="${slug}".*?(<p.*?</p>)`, 's').exec(page)?.[1] ?? '';
  const row = textOf(status);
  const label = Object.keys(SAME).find((one) => row.startsWith(one)) as string; // a row with another label fails the next line
  const same = SAME[label] as (typeof SAME)[string]; // just found among the keys
  const lines = headlinesOf(page);
  const moment = `${new Date(summary.generatedAt).toISOString()}: ${name} ${row} / ${lines.join(' / ')}`;
  const own = lines.find((line) => line.includes(name) && same.headline?.test(line));
  const titles = summary.openIncidents
    .filter(({ components: named }) => named.some((one) => one.slug === slug))
    .map(({ title }) => title);
  const isOfAnother =
    label === 'Incident open' &&
    !own &&
    lines.some((line) => / (is|are) |^Possible problem/.test(line) || titles.some((title) => line.startsWith(title))); // of a component of the same incident
  if (same.headline && !isOfAnother) {
    expect([own !== undefined, SINCE.test(own ?? '')], moment).toEqual([true, true]);
    if (label !== 'Incident open') expect(SINCE.exec(own ?? '')?.[1], moment).toBe(SINCE.exec(status)?.[1]);
  }
  const ownPage = createElement(ComponentHeadline, { component, summary });
  const [ownLine = ''] = headlinesOf(renderToStaticMarkup(ownPage));
  expect(ownLine, moment).toMatch(OWN_PAGE[label] as RegExp); // the label is one of SAME, which has the same keys
  expect(ownLine, moment).toContain(row.slice(label.length));
  expect(labelOf(badgeSvg(summary, slug, DEFAULT_BRAND)), moment).toBe(label);
  const { components, status: rollup } = summaryV2(summary, pageV2({ publicOrigin: ORIGIN }, DEFAULT_BRAND));
  expect(components.find((one) => one.name === name)?.status, moment).toMatch(same.v2);
  expect(rollup.indicator, moment).toMatch(same.indicator);
  return label;
}

/** Checks that the page, both JSON versions and the row agree on whether an incident is open. */
function checkIncidents(
  summary: SystemSummary,
  page: string,
  { open, labels, moment }: { open: PublicIncident[]; labels: string[]; moment: string },
): void {
  const v1 = open.map((incident) => incidentV1(incident, ORIGIN, summary.generatedAt));
  const v2 = summaryV2(summary, pageV2({ publicOrigin: ORIGIN }, DEFAULT_BRAND)).incidents;
  const ids = summary.openIncidents.map(({ publicId }) => publicId);
  expect([v1.map(({ id }) => id), v2.map(({ id }) => id), page.match(/id="incident-/g)?.length ?? 0], moment).toEqual([
    ids,
    ids,
    ids.length,
  ]);
  expect(
    v1.every(({ isOpen }) => isOpen),
    moment,
  ).toBe(true);
  const named = summary.openIncidents.flatMap(({ components }) => components.map(({ slug }) => slug));
  for (const [i, { slug }] of summary.components.entries())
    if (named.includes(slug)) expect(labels[i], moment).not.toMatch(/^(Operational|Possible problem)$/);
}

/** Checks that every measured outage has an open incident once the automation has run. */
function checkOutages({ components, openIncidents, generatedAt }: SystemSummary): void {
  const failing = components.filter(({ status }) => levelOf(status) > 1).map(({ slug }) => slug);
  const named = openIncidents.flatMap((incident) => incident.components.map(({ slug }) => slug));
  expect(named, new Date(generatedAt).toISOString()).toEqual(expect.arrayContaining(failing));
}

type Down = (second: number) => number;

/**
 * Runs an outage: per second, stores probes with the given numbers of failed instances of Serving and Analytics, evaluates, and checks before and after
 * the incident automation. Returns the labels of Serving's row, without repetitions.
 */
async function step(seconds: number, serving: Down, analytics: Down = () => 0): Promise<string[]> {
  const labels: string[] = [];
  const from = world.clock.now();
  for (let second = 1; second <= seconds; second++) {
    const at = from + second * SECOND;
    world.clock.set(at);
    const observedAt = new Date(at - 1).toISOString();
    const probesOf = (component: string, down: number) =>
      Array.from({ length: INSTANCES }, (_, i) =>
        aProbe({ component, instance: `${component}-${i}`, observedAt, health: i < down ? 'down' : 'up' }),
      );
    await probes.post('agent', [...probesOf('serving', serving(second)), ...probesOf('analytics', analytics(second))]);
    await evaluate(at);
    const before = await shownNow();
    const labelBefore = checkedLabel(before);
    await runAutomation(world.ctx);
    const after = await shownNow();
    const label = isDeepStrictEqual(before, after) ? labelBefore : checkedLabel(after); // the same data has the same outputs
    checkOutages(after.summary);
    if (labels.at(-1) !== label) labels.push(label);
  }
  return labels;
}

const homePage = async () => {
  const summary = await systemSummary(world.ctx);
  const page = renderToStaticMarkup(
    createElement(StatusPage, {
      summary: { ...summary, components: summary.components.map((one) => ({ ...one, days: [] })) },
    }),
  );
  return { summary, text: textOf(page), headline: headlinesOf(page)[0] };
};
const timeOf = (at: number) => new Date(at).toISOString().slice(11, 16);

describe('headline, row, incident, JSON and badges', () => {
  test('agree at every second of an outage that ends in steps', async () => {
    expect(await step(5, () => 0)).toEqual(['Operational']);
    expect(await step(45, (second) => Math.min(second * 2, 8))).toEqual([
      'Possible problem',
      'Partial outage',
      'Major outage',
    ]);
    expect(await step(80, (second) => Math.max(0, 4 - Math.floor(second / 2)))).toEqual([
      'Recovering',
      'Incident open',
    ]);
    const [open] = await publicIncidents(world.ctx, { kind: 'open' });
    await resolveIncident(as(world.ctx, CORY), { incident: open?.publicId ?? '', body: 'Over.' });
    expect(await step(2, () => 0)).toEqual(['Operational']);
  });

  test('agree while an outage shrinks and persists, and if staff report a worse status', async () => {
    await step(40, () => 8);
    expect(await step(70, () => 3)).toEqual(['Recovering', 'Partial outage']);
    const [open] = await publicIncidents(world.ctx, { kind: 'open' });
    const affected = [{ component: 'serving', status: 'major_outage' as const }];
    await postUpdate(as(world.ctx, CORY), {
      incident: open?.publicId ?? '',
      body: 'Partners see all of it failing.',
      affected,
    });
    expect(await step(3, () => 3)).toEqual(['Major outage']);
    expect(await step(65, () => 0)).toEqual(['Major outage', 'Incident open']);
  });

  test('agree if two components fail, one is archived, and the other reopens the incident', async () => {
    const resolveAll = async () => {
      for (const { publicId } of await publicIncidents(world.ctx, { kind: 'open' }))
        await resolveIncident(as(world.ctx, CORY), { incident: publicId, body: 'Both work again.' });
    };
    await resolveAll();
    expect(await step(2, () => 0)).toEqual(['Operational']);
    expect(
      await step(
        40,
        () => 8,
        (second) => (second > 5 ? 3 : 0),
      ),
    ).toEqual(['Possible problem', 'Major outage']);
    expect(await step(70, () => 0)).toEqual(['Recovering', 'Incident open']);
    await resolveAll();
    await applyCatalog(as(world.ctx, ADA), {
      text: 'components:\n  - { slug: analytics, name: Analytics, target: 99.95, archived: true }\n',
    });
    expect(await step(70, () => 0)).toEqual(['Operational']);

    expect(await step(40, () => 8)).toEqual(['Possible problem', 'Major outage']);
    const failing = await homePage();
    expect(failing.summary.openIncidents).toMatchObject([
      { components: expect.arrayContaining([expect.objectContaining({ slug: 'analytics' })]) },
    ]);
    expect(failing.text).not.toContain('Both work again.');
    const endedAt = world.clock.now();
    expect(await step(70, () => 0)).toEqual(['Recovering', 'Incident open']);
    const watched = await homePage();
    expect(watched.headline).toMatch(/^(Serving|Analytics) .* Monitoring since/);
    const monitoringAt = watched.summary.openIncidents[0]?.monitoringAt ?? 0;
    expect(monitoringAt).toBeGreaterThanOrEqual(endedAt);
    expect(SINCE.exec(watched.headline ?? '')?.[1]).toBe(timeOf(monitoringAt));
    expect(watched.text).not.toContain('Both work again.');
    expect(watched.summary.components.map(({ slug }) => slug)).toEqual(['serving']);
  });
});
