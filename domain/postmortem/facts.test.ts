import { describe, expect, test } from 'vitest';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { checkFigures } from './check-figures.ts';
import {
  CLAIM_KINDS,
  FACT_ROLES,
  FACT_SOURCES,
  type FactSource,
  HINTS,
  roleOf,
  VERDICTS,
  type Verdict,
} from './facts.ts';

describe('roleOf', () => {
  test.each([
    ['downtime', 'downtime'],
    ['episode.1.start', 'episode.start'],
    ['serving/episode.12.peak', 'episode.peak'],
    ['uptime.month', 'uptime'],
    ['uptime.year', 'uptime'],
    ['uptime.2022-03', 'uptime'],
    ['ad-serving/uptime.2022', 'uptime'],
    ['update.3', 'update'],
    ['detected.after', 'detected.after'],
    ['budget.over', 'budget.over'],
    ['weather', null],
    ['episode.1.weather', null],
    ['a/b/downtime', null],
    ['toString', null],
    ['', null],
  ])('of "%s" is %s', (key, role) => {
    expect(roleOf(key)).toBe(role);
  });
});

test('each fact of a record has the kind of its role', () => {
  for (const { key, kind } of REPLAYED_RECORD.facts)
    expect([key, FACT_ROLES[roleOf(key) ?? 'downtime']]).toEqual([key, kind]);
});

test('findings use the listed kinds, verdicts, sources and hints', () => {
  const text =
    'Serving went down at 15:20 UTC. The second outage began at 15:06, 3 days after 9 updates. The second outage began at 15:08. In March it was 99.285 %.';
  const findings = checkFigures(text, REPLAYED_RECORD);
  const sources: (FactSource | 'text' | null)[] = findings.map(({ source }) => source);
  const verdicts: Verdict[] = findings.map(({ verdict }) => verdict);
  expect(new Set(verdicts)).toEqual(new Set(VERDICTS));
  for (const kind of findings.map((finding) => finding.kind)) expect(CLAIM_KINDS).toContain(kind);
  for (const source of sources.filter((one) => one !== null)) expect(FACT_SOURCES).toContain(source);
  for (const hint of findings.flatMap((finding) => finding.hint ?? [])) expect(HINTS).toContain(hint);
});
