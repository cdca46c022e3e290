import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ComponentHeadline } from '#components/component-headline';
import { EmbedLine } from '#components/embed-line';
import { StatusPage } from '#components/status-page';
import type { ComponentSummary, SystemSummary } from '#domain/summary';
import { keepIncidents } from '../incidents/keep-incidents.ts';
import { postUpdate } from '../incidents/post-update.ts';
import { publicIncidents } from '../incidents/public-incidents.ts';
import { resolveIncident } from '../incidents/resolve-incident.ts';
import { createEvaluator } from '../status/evaluate.ts';
import { systemSummary } from '../status/system-summary.ts';
import { testWorld } from '../test/database.ts';
import { as, CORY } from '../test/people.ts';
import { aProbe, startProbes } from '../test/probes.ts';
import { badgeSvg } from './badge.ts';
import { incidentV1 } from './incidents-v1.ts';
import { pageV2 } from './page-v2.ts';
import { summaryV2 } from './statuspage-v2.ts';

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

/** By the word of a component's row: what the headline says first, and what version 2 of the JSON says. */
const SAME: Record<string, { headline: RegExp; v2: RegExp; indicator: RegExp }> = {
  Operational: { headline: /^All systems operational$/, v2: /^operational$/, indicator: /^none$/ },
  'Possible problem': { headline: /^Serving: monitoring sees a possible problem/, v2: /^operational$/, indicator: /^none$/ },
  Degraded: { headline: /^Serving is degraded/, v2: /^degraded_performance$/, indicator: /^minor$/ },
  'Partly down': { headline: /^Serving is partly down/, v2: /^partial_outage$/, indicator: /^minor$/ },
  Down: { headline: /^Serving is down/, v2: /^major_outage$/, indicator: /^major$/ },
  Recovering: { headline: /^Serving is recovering/, v2: /^(degraded_performance|partial_outage|major_outage)$/, indicator: /^(minor|major)$/ },
  'Incident open': { headline: /^Problem with Serving/, v2: /^operational$/, indicator: /^minor$/ },
};
const SINCE = / since (\d\d:\d\d UTC)/;

/** All that readers get at this moment, checked against each other; returns the word of the row. */
async function checkedNow(): Promise<string> {
  const found = await systemSummary(world.ctx);
  const summary = { ...found, components: found.components.map((component) => ({ ...component, days: [] })) }; // which take long to draw
  const serving = summary.components.find(({ slug }) => slug === 'serving') as ComponentSummary; // it is seeded
  const page = renderToStaticMarkup(createElement(StatusPage, { summary }));
  const row = textOf(/<section id="serving".*?<p.*?<\/p>/s.exec(page)?.[0]).replace(/^Serving/, '');
  const word = Object.keys(SAME).find((one) => row.startsWith(one)) as string; // a row with another word fails the next line
  const same = SAME[word] as (typeof SAME)[string]; // it is one of its keys
  const headline = textOf(/<h1.*?<\/h1>/s.exec(page)?.[0]);
  const seen = `${new Date(summary.generatedAt).toISOString()}: ${row} / ${headline}`;
  expect(headline, seen).toMatch(same.headline);
  if (word !== 'Incident open') expect(SINCE.exec(headline)?.[1], seen).toBe(SINCE.exec(row)?.[1]);
  expect(textOf(/<h1.*?<\/h1>/s.exec(renderToStaticMarkup(createElement(EmbedLine, { summary, origin: ORIGIN })))?.[0]), seen).toBe(headline);
  expect(textOf(renderToStaticMarkup(createElement(ComponentHeadline, { component: serving, isArchived: false, now: summary.generatedAt }))), seen).toContain(
    row,
  );
  expect([labelOf(badgeSvg(summary, 'serving')), labelOf(badgeSvg(summary, 'all'))], seen).toEqual([word, word]);
  checkJson(summary, same, seen);
  await checkIncidents(summary, page, { word, seen });
  return word;
}

function checkJson(summary: SystemSummary, same: (typeof SAME)[string], seen: string): void {
  const { components, status } = summaryV2(summary, pageV2({ publicOrigin: ORIGIN }));
  expect(components.find(({ name }) => name === 'Serving')?.status, seen).toMatch(same.v2);
  expect(status.indicator, seen).toMatch(same.indicator);
}

/** The page, both versions of the JSON and the row agree on whether an incident is open. */
async function checkIncidents(summary: SystemSummary, page: string, { word, seen }: { word: string; seen: string }): Promise<void> {
  const v1 = (await publicIncidents(world.ctx, { kind: 'open' })).map((incident) => incidentV1(incident, ORIGIN, summary.generatedAt));
  const v2 = summaryV2(summary, pageV2({ publicOrigin: ORIGIN })).incidents;
  const ids = summary.openIncidents.map(({ publicId }) => publicId);
  expect([v1.map(({ id }) => id), v2.map(({ id }) => id), page.match(/id="incident-/g)?.length ?? 0], seen).toEqual([ids, ids, ids.length]);
  expect(
    v1.every(({ isOpen }) => isOpen),
    seen,
  ).toBe(true);
  if (ids.length > 0) expect(word, seen).not.toMatch(/^(Operational|Possible problem)$/);
}

/** `down`: how many of the instances are. Probes each second, evaluates, and checks before and after incidents follow; returns the words of the row, each once per run. */
async function step(seconds: number, down: (second: number) => number): Promise<string[]> {
  const words: string[] = [];
  const from = world.clock.now();
  for (let second = 1; second <= seconds; second++) {
    const at = from + second * SECOND;
    world.clock.set(at);
    const observedAt = new Date(at - 1).toISOString();
    const instances = Array.from({ length: INSTANCES }, (_, i) => ({ instance: `srv-${i}`, health: i < down(second) ? ('down' as const) : ('up' as const) }));
    await probes.post('agent', [...instances.map((one) => aProbe({ ...one, observedAt })), aProbe({ component: 'analytics', observedAt })]);
    await evaluate(at);
    await checkedNow();
    await keepIncidents(world.ctx);
    const word = await checkedNow();
    if (words.at(-1) !== word) words.push(word);
  }
  return words;
}

describe('headline, row, incident, JSON and badges', () => {
  test('say the same at every second of an outage that ends step by step', async () => {
    expect(await step(5, () => 0)).toEqual(['Operational']);
    expect(await step(45, (second) => Math.min(second * 2, 8))).toEqual(['Possible problem', 'Partly down', 'Down']);
    expect(await step(80, (second) => Math.max(0, 4 - Math.floor(second / 2)))).toEqual(['Recovering', 'Incident open']);
    const [open] = await publicIncidents(world.ctx, { kind: 'open' });
    await resolveIncident(as(world.ctx, CORY), { incident: open?.publicId ?? '', body: 'Over.' });
    expect(await step(2, () => 0)).toEqual(['Operational']);
  }, 60_000);

  test('say the same where an outage becomes smaller and stays, and where staff state something worse', async () => {
    await step(40, () => 8);
    expect(await step(70, () => 3)).toEqual(['Recovering', 'Partly down']);
    const [open] = await publicIncidents(world.ctx, { kind: 'open' });
    const affected = [{ component: 'serving', status: 'major_outage' as const }];
    await postUpdate(as(world.ctx, CORY), { incident: open?.publicId ?? '', body: 'Partners see all of it failing.', affected });
    expect(await step(3, () => 3)).toEqual(['Down']);
    expect(await step(65, () => 0)).toEqual(['Down', 'Incident open']);
  }, 60_000);
});
