import { beforeAll, describe, expect, test } from 'vitest';
import type { Instant } from '#domain/time/interval';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { communicationRecord } from '#server/incidents/reads/communication-record';
import { beginAutomation } from '#server/incidents/sql/automation-progress';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { sendDemoHistory } from '#server/test/demo-history';
import { FAULTS, faultSpan } from './demo-faults.ts';
import { DEMO_INCIDENTS } from './demo-incidents.ts';
import { HISTORY_DAYS, historyStart } from './demo-probes.ts';
import { prepareDemo } from './prepare-demo.ts';
import { writeDemoIncidents } from './write-demo-incidents.ts';

const NOW = Date.parse('2026-11-23T15:07:33.210Z');
const START = historyStart(NOW, HISTORY_DAYS);
const AROUND_MS = 20 * 60_000;
const world = testWorld(NOW);

/** The probes around the faults only, which lead to the same outages as the whole history. */
const SPANS = FAULTS.map((fault) => faultSpan(fault, NOW));
const isNearFault = (t: Instant) => SPANS.some(({ from, to }) => t >= from - AROUND_MS && t <= to + AROUND_MS);

const incidents = () =>
  world.ctx.prisma.incident.findMany({
    orderBy: { startedAt: 'asc' },
    select: {
      title: true,
      origin: true,
      state: true,
      startedAt: true,
      withdrawnReason: true,
      episodes: { orderBy: { fromAt: 'asc' }, select: { fromAt: true, toAt: true, level: true } },
      updates: { orderBy: { id: 'asc' }, select: { state: true, authorKind: true, publishedAt: true } },
    },
  });

describe('the incidents of the demo', () => {
  let token = '';
  beforeAll(async () => {
    token = (await prepareDemo(world.ctx)).token;
    await beginAutomation(world.ctx.worker, NOW); // as evaluation does, before the demo begins
    await beginAutomation(world.ctx.worker, START);
  });

  test('wait for the evaluation of their outages', async () => {
    await writeDemoIncidents(world.ctx, NOW, START);
    expect((await incidents()).map(({ origin }) => origin)).toEqual(['staff', 'backfill']);
  });

  test('have the outages that monitoring measured, and are written once', async () => {
    await sendDemoHistory(world.ctx, { token, began: NOW, isWanted: isNearFault });
    await writeDemoIncidents(world.ctx, NOW, START);
    const written = await incidents();
    expect(written).toHaveLength(DEMO_INCIDENTS.length);
    const episodes = written.flatMap((one) => one.episodes.map(({ fromAt, toAt }) => [fromAt, toAt]));
    const measured = [];
    for (const component of ['serving', 'analytics', 'console', 'api']) {
      const { intervals } = await componentIntervals(world.ctx, { component, from: START, to: NOW });
      measured.push(...intervals.filter(({ status }) => /^(partial|major)_outage$/.test(status)));
    }
    const byStart = measured.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
    expect(episodes).toEqual(byStart.map(({ from, to }) => [new Date(from), new Date(to)]));
    expect(episodes).toHaveLength(5);
    await writeDemoIncidents(world.ctx, NOW, START);
    expect(await incidents()).toEqual(written);
  });

  test('are resolved or withdrawn, so that incident automation has nothing to do', async () => {
    const written = await incidents();
    expect(new Set(written.map(({ state }) => state))).toEqual(new Set(['resolved']));
    expect(written.filter(({ withdrawnReason }) => withdrawnReason !== null)).toHaveLength(1);
    expect(await runAutomation(world.ctx)).toBe(0);
    expect(await incidents()).toEqual(written);
  });

  test('begin with an automatic update a minute after the failure, and one is reopened', async () => {
    const [reopened] = (await incidents()).filter(({ episodes }) => episodes.length === 2);
    expect(reopened?.title).toBe('Serving down after a network failure');
    expect(
      reopened?.updates.map((one) => [one.publishedAt.toISOString().slice(11, 19), one.state, one.authorKind]),
    ).toEqual([
      ['13:21:01', 'detected', 'system'],
      ['13:25:00', 'investigating', 'staff'],
      ['13:34:00', 'identified', 'staff'],
      ['13:57:00', 'identified', 'staff'],
      ['14:31:01', 'monitoring', 'system'],
      ['14:36:00', 'monitoring', 'staff'],
      ['15:07:01', 'detected', 'system'],
      ['15:08:00', 'investigating', 'staff'],
      ['15:12:00', 'identified', 'staff'],
      ['15:15:01', 'monitoring', 'system'],
      ['15:38:00', 'resolved', 'staff'],
    ]);
  });

  test('keep every promise of a next update', async () => {
    const { quarters } = await communicationRecord(world.ctx);
    expect(quarters.map(({ firstUpdateMs, promisesMissed }) => [firstUpdateMs, promisesMissed])).toEqual([
      [1_000, 0],
      [1_000, 0],
    ]);
  });

  test('leave out those before the start of the history', async () => {
    const later = NOW + 365 * 86_400_000;
    await writeDemoIncidents(world.ctx, later, later);
    expect(await incidents()).toHaveLength(DEMO_INCIDENTS.length);
  });
});
