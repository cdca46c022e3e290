import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { State } from '#domain/measurement/probe';
import type { Step } from '#domain/time/interval';
import type { StoredProbe } from '#server/evaluation/sql/read-probes';
import { WORLD } from '#server/test/evaluation-world';
import { computeWindow } from './compute-window.ts';
import { carrySteps, diffWindow } from './diff-window.ts';
import { group } from './evidence.ts';
import type { StatusRecord } from './load-status.ts';
import type { Loaded } from './load-window.ts';
import type { Window } from './window.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const EVERY_MS = 10 * SECOND;

function probe(at: number, health: StoredProbe['health']): StoredProbe {
  return { at, seriesId: 7, health, dataAgeMs: 500, latencyUs: null };
}

/** Probes of one instance every 10 s in [from, to], which is down in [downFrom, downTo). */
function probes(from: number, to: number, downFrom = Infinity, downTo = Infinity): StoredProbe[] {
  const rows: StoredProbe[] = [];
  for (let at = from; at <= to; at += EVERY_MS) rows.push(probe(at, at >= downFrom && at < downTo ? 'down' : 'up'));
  return rows;
}

type Given = { rows: StoredProbe[]; window: Window; states?: Step<State>[]; status?: StatusRecord };

function loaded({ rows, window, states = [], status = { steps: [], intervals: [] } }: Given): Loaded {
  const grouped = group(rows, WORLD);
  return {
    world: WORLD,
    components: WORLD.components,
    window,
    evidence: {
      probesOf: (id) => grouped.bySeries.get(id) ?? [],
      activityOf: (id) => grouped.activity.get(id) ?? [],
      lapsesOf: () => [],
      states: new Map([[7, states]]),
      reach: rows[0]?.at ?? window.from,
      dropped: [],
    },
    status: new Map([[1, status]]),
  };
}

const END = 10 * MINUTE;
const atEnd: Window = { from: 0, to: END - 1, isAtEnd: true, evaluatedUntil: END };

describe('a window at the end of the record', () => {
  const outage = loaded({ rows: probes(0, END - 1, 2 * MINUTE, 4 * MINUTE), window: atEnd });

  test('gives states, raw status, intervals and the current state', () => {
    const { series, components } = computeWindow(outage);
    expect(series.map(({ storable }) => storable)).toEqual([
      [
        { at: 0, value: 'up' },
        { at: 2 * MINUTE, value: 'down' },
        { at: 4 * MINUTE, value: 'up' },
      ],
    ]);
    expect(components[0]?.rawSteps.map(({ value }) => value)).toEqual(['operational', 'major_outage', 'operational']);
    expect(components[0]?.intervals).toEqual([
      { from: 0, to: 2 * MINUTE, status: 'operational' },
      { from: 2 * MINUTE, to: 4 * MINUTE, status: 'major_outage' },
      { from: 4 * MINUTE, to: null, status: 'operational' },
    ]);
    expect(components[0]?.current).toMatchObject({
      evaluatedUntil: END,
      status: 'operational',
      since: 4 * MINUTE,
      phase: 'steady',
      counts: { up: 1, down: 0 },
      regions: { 'us-east-1': { up: 1, worstDataAgeMs: 500 } },
      worstDataAgeMs: 500,
      latestObservedAt: END - EVERY_MS,
      aliveAt: END - EVERY_MS,
    });
  });

  test('differs from an empty record by everything, and by nothing once that is stored', () => {
    const computed = computeWindow(outage);
    const first = diffWindow(outage, computed);
    expect(first.states).toHaveLength(1);
    expect(first.components[0]).toMatchObject({ removed: [], added: computed.components[0]?.intervals });
    const steps = first.components[0]?.rawSteps ?? [];
    const stored = {
      ...outage,
      evidence: { ...outage.evidence, states: new Map(first.states.map((one) => [one.seriesId, one.steps])) },
      status: new Map([[1, { steps, intervals: first.components[0]?.added ?? [] }]]),
    };
    const again = diffWindow(stored, computeWindow(stored));
    expect(again.states).toEqual([]);
    expect(again.components[0]).toMatchObject({ rawSteps: null, heldAfter: null, removed: [], added: [] });
  });

  test('gives the open interval another end where only the passing of time confirms an outage', () => {
    const window: Window = { from: END, to: END + 40 * SECOND - 1, isAtEnd: true, evaluatedUntil: END + 40 * SECOND };
    const given = loaded({
      rows: probes(END - 2 * MINUTE, window.to, END),
      window,
      states: [{ at: 0, value: 'up' }],
      status: {
        steps: [{ at: 0, value: 'operational' }],
        intervals: [{ from: 0, to: null, status: 'operational' }],
      },
    });
    const { components } = diffWindow(given, computeWindow(given));
    expect(components[0]?.removed).toEqual([{ from: 0, to: null, status: 'operational' }]);
    expect(components[0]?.added).toEqual([
      { from: 0, to: END, status: 'operational' },
      { from: END, to: null, status: 'major_outage' },
    ]);
    expect(components[0]?.current).toMatchObject({ status: 'major_outage', since: END, phase: 'steady' });
  });
});

describe('a late window', () => {
  const late: Window = { from: 2 * MINUTE, to: 4 * MINUTE - 1, isAtEnd: false, evaluatedUntil: END };
  const operational: StatusRecord = {
    steps: [
      { at: 0, value: 'operational' },
      { at: 8 * MINUTE, value: 'unknown' },
    ],
    intervals: [
      { from: 0, to: 8 * MINUTE, status: 'operational' },
      { from: 8 * MINUTE, to: null, status: 'unknown' },
    ],
  };

  test('keeps the stored status after it, and carries the series that leave it in another state', () => {
    const given = loaded({
      rows: probes(0, late.to, 2 * MINUTE),
      window: late,
      states: [{ at: 0, value: 'up' }],
      status: operational,
    });
    const computed = computeWindow(given);
    const { components } = diffWindow(given, computed);
    expect(components[0]).toMatchObject({
      rawSteps: [{ at: 2 * MINUTE, value: 'major_outage' }],
      heldAfter: { at: 4 * MINUTE, value: 'operational' },
      removed: [{ from: 0, to: 8 * MINUTE, status: 'operational' }],
      added: [
        { from: 0, to: 2 * MINUTE, status: 'operational' },
        { from: 2 * MINUTE, to: 4 * MINUTE, status: 'major_outage' },
        { from: 4 * MINUTE, to: 8 * MINUTE, status: 'operational' },
      ],
      current: null,
      latestObservedAt: late.to + 1 - EVERY_MS,
    });
    expect([...carrySteps(given, computed, new Map())]).toEqual([[7, { at: 0, value: 'up' }]]);
  });

  test('changes nothing where its probes confirm what is stored', () => {
    const given = loaded({
      rows: probes(0, late.to),
      window: late,
      states: [{ at: 0, value: 'up' }],
      status: operational,
    });
    const computed = computeWindow(given);
    const { states, components } = diffWindow(given, computed);
    expect(states).toEqual([]);
    expect(components[0]).toMatchObject({ rawSteps: null, heldAfter: null, removed: [], added: [], current: null });
    expect(carrySteps(given, computed, new Map()).size).toBe(0);
  });
});

test('compute and diff import statements and the database only as types', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^(compute|diff)-[a-z-]+(?<!\.test)\.ts$/.test(name));
  expect(files).toHaveLength(4);
  for (const name of files) {
    const imports = readFileSync(`${import.meta.dirname}/${name}`, 'utf8').match(/^import [^;]+;/gm) ?? [];
    expect(imports.length).toBeGreaterThan(0);
    for (const line of imports) if (/pg'|\/sql\/|load-|write-/.test(line)) expect(line).toMatch(/^import type /);
  }
});
