import { describe, expect, test } from 'vitest';
import { isPlainName, isSelected, parseSelector } from './metric-selector.ts';

const matches = (selector: string, labels: Record<string, string>) =>
  isSelected(parseSelector(selector), new Map(Object.entries(labels)));
const errorOf = (selector: string) => {
  try {
    return parseSelector(selector).metric;
  } catch (error) {
    const { message, at } = error as Error & { at: number };
    return `${at + 1}: ${message}`;
  }
};

// The forms of "Time series selectors" and "Literals" in the documentation of PromQL, and of the guide to UTF-8 in Prometheus.
describe('a selector', () => {
  test.each([
    ['up', 'up'],
    [' up ', 'up'],
    ['some:aggregate:rate5m{}', 'some:aggregate:rate5m'],
    ['data_age_seconds{store="campaigns"}', 'data_age_seconds'],
    ['data_age_seconds { store = \'campaigns\' , dc!="x", }', 'data_age_seconds'],
    ['{"my.metric", "label.x"="y"}', 'my.metric'],
    ["{'my.metric'}", 'my.metric'],
    ['{"label.x"="y", "my.metric"}', 'my.metric'],
    ['{__name__="my.metric"}', 'my.metric'],
  ])('%j names its metric', (selector, metric) => {
    expect(parseSelector(selector).metric).toBe(metric);
  });

  test('selects by labels, in both kinds of quotes; a missing label counts as empty', () => {
    expect(matches(`a{store='campaigns'}`, { store: 'campaigns', dc: 'x' })).toBe(true);
    expect(matches(`a{store='campaigns'}`, { store: 'profiles' })).toBe(false);
    expect(matches('a{store="campaigns"}', {})).toBe(false);
    expect(matches('a{store!="campaigns"}', { store: 'profiles' })).toBe(true);
    expect(matches('a{store!="campaigns"}', { store: 'campaigns' })).toBe(false);
    expect(matches('a{store=""}', {})).toBe(true);
    expect(matches('a{store!=""}', { dc: 'x' })).toBe(false);
    expect(matches(`a{b="it's", c='say "hi"', d="}{,=\\"\\\\\\n"}`, { b: "it's", c: 'say "hi"', d: '}{,="\\\n' })).toBe(
      true,
    );
    expect(matches('{"my.metric","label.x"="y"}', { 'label.x': 'y' })).toBe(true);
  });

  test('finds a bucket by either notation of its bound', () => {
    expect(matches('a{le="1"}', { le: '1.0' })).toBe(true);
    expect(matches('a{quantile="0.50"}', { quantile: '0.5' })).toBe(true);
    expect(matches('a{le="1"}', { le: '10.0' })).toBe(false);
    expect(matches('a{le="+Inf"}', { le: '+Inf' })).toBe(true);
    expect(matches('a{store="1"}', { store: '1.0' })).toBe(false);
    expect(matches('a{le="0"}', {})).toBe(false);
  });

  test.each([
    ['data_age_seconds{store=campaigns}', '24: expected a value in quotes, found "campaigns}"'],
    ['data_age_seconds{store="campaigns"', '35: expected "," or "}", found the end'],
    ['data_age_seconds{store="campaigns}', '35: expected a closing quote, found the end'],
    ['data_age_seconds{store}', '23: expected "!=" or "=" and a value in quotes, found "}"'],
    ['data_age_seconds{store=~"camp.*"}', '24: expected "!=" or "=" and a value in quotes, found "~\\"camp.*\\"}"'],
    ['data_age_seconds{store!~"camp.*"}', '23: expected "!=" or "=" and a value in quotes'],
    ['data_age_seconds{store="a"} > 3', '29: expected "{" or the end, found "> 3"'],
    ['data_age_seconds[5m]', '17: expected "{" or the end'],
    ['my.metric', '3: a name with characters other than letters, digits, "_" and ":" must be in braces and quotes'],
    ['rate(a)', '5: expected "{" or the end'],
    ['9lives', '1: expected a metric name'],
    ['', '1: the metric has no name'],
    ['{store="a"}', '1: the metric has no name'],
    ['a{"b"}', '1: the metric is named twice'],
    ['a{__name__="b"}', '1: the metric is named twice'],
    ['a{x="y",x="z"}', '9: no sample can match x="y" and x="z"'],
    ['a{x="y",x!="y"}', '9: no sample can match x="y" and x!="y"'],
    ['a{x!="",b="c",x=""}', '15: no sample can match x!="" and x=""'],
    ['a{le="1",le!="1.0"}', '10: no sample can match le="1" and le!="1.0"'],
    ['a{__name__!="a"}', '3: no sample can match __name__="a" and __name__!="a"'],
    ['{"my.metric",__name__!="my.metric"}', '14: no sample can match __name__="my.metric"'],
    ['a{__name__=""}', '3: no sample can match __name__="a" and __name__=""'],
  ])('%j is rejected with the reason and the position', (selector, reason) => {
    expect(errorOf(selector)).toContain(reason);
  });

  test.each(['a{x="y",x="y"}', 'a{x="y",x!="z"}', 'a{x!="y",x!="z"}', 'a{le="1",le="1.0"}', 'a{__name__!="b"}'])(
    '%j is accepted, because a sample can match it',
    (selector) => {
      expect(errorOf(selector)).toBe('a');
    },
  );

  test('knows whether its name needs quotes', () => {
    expect(['up', 'a:b', 'my.metric', '9a', ''].map(isPlainName)).toEqual([true, true, false, false, false]);
  });
});
