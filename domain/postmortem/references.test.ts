import { describe, expect, test } from 'vitest';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { checkFigures } from './check-figures.ts';
import type { Fact } from './facts.ts';
import { referencesIn, referenceValues, resolveReferences } from './references.ts';

const resolve = (text: string, record = REPLAYED_RECORD) => {
  const { text: resolved, unknown } = resolveReferences(text, record);
  return { text: resolved.replaceAll('\u00a0', ' '), unknown: unknown.map(({ key }) => key) };
};

describe('live references', () => {
  test.each([
    ['downtime', '1 h 18 min'],
    ['episodes', '2'],
    ['episode.1.start', '13:20'],
    ['episode.1.duration', '1 h 10 min'],
    ['episode.2.peak', '14 %'],
    ['episode.1.instances', '188 of 300'],
    ['confirmed', '13:20:30'],
    ['detected.after', '1 min'],
    ['uptime.month', '99.825 %'],
    ['uptime.2022-03', '99.825 %'],
    ['uptime.year', '99.985 %'],
    ['uptime.2022', '99.985 %'],
    ['target', '99.9 %'],
    ['budget.allowed', '44 min 38 s'],
    ['budget.over', '33 min 21 s'],
    ['budget.share', '174.732 %'],
    ['recipients', '214'],
  ])('{{%s}} is shown as "%s"', (key, value) => {
    expect(resolve(`before {{${key}}}, {{ ${key} }} after`)).toEqual({
      text: `before ${value}, ${value} after`,
      unknown: [],
    });
  });

  test.each(['weather', 'episode.3.start', 'uptime.2021', 'update.1', 'serving/downtime', 'toString'])(
    '{{%s}} is unknown and stays in the text',
    (key) => {
      expect(resolve(`{{${key}}} and {{downtime}}`)).toEqual({ text: `{{${key}}} and 1 h 18 min`, unknown: [key] });
    },
  );

  test('name a component where the record has its facts', () => {
    const ofServing: Fact = {
      key: 'serving/uptime.month',
      kind: 'uptime',
      value: 998_252,
      component: 'serving',
      source: 'calculated',
      period: '2022-03',
    };
    const record = { ...REPLAYED_RECORD, facts: [...REPLAYED_RECORD.facts, ofServing] };
    expect(resolve('{{serving/uptime.month}} {{serving/uptime.2022-03}}', record).text).toBe('99.825 % 99.825 %');
  });

  test('are found with their places, but not in code', () => {
    expect(referencesIn('`{{downtime}}` {{downtime}}\n```\n{{peak}}\n```\n{{x y}} {{}} {{peak}}')).toEqual([
      { start: 15, end: 27, key: 'downtime' },
      { start: 58, end: 66, key: 'peak' },
    ]);
  });

  test('can be chosen from all facts but those of updates', () => {
    const keys = referenceValues(REPLAYED_RECORD).map(({ key }) => key);
    expect(keys).toContain('episode.1.start');
    expect(keys.filter((key) => key.startsWith('update.'))).toEqual([]);
  });

  test('are no figures of the text', () => {
    expect(checkFigures('Down from {{episode.1.start}} for {{downtime}}.', REPLAYED_RECORD)).toEqual([]);
  });
});
