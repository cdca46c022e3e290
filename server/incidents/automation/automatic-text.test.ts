import { describe, expect, test } from 'vitest';
import type { MonitoringReport } from '#domain/automation/monitoring-report';
import { createLog } from '#server/log';
import { renderAutomatic } from '#server/markdown/render-text';
import { automaticText, automaticTitle, removedText } from './automatic-text.ts';

const AT = Date.parse('2022-03-30T12:00:00Z');

// Names that mean something in CommonMark (https://spec.commonmark.org/0.31.2/#inlines), and bare addresses that linkify-it finds
// (https://github.com/markdown-it/linkify-it#readme).
test.each([
  ['emphasis', '**Ads** and _bids_'],
  ['a link', '[Pay](https://evil.example)'],
  ['an image', '![Ads](https://evil.example/a.png)'],
  ['an address with a scheme', 'https://evil'],
  ['an address without a scheme', 'www.evil.example'],
  ['an e-mail address', 'a@evil.example'],
  ['a protocol-relative address', '//evil.example'],
  ['a list', '1. Ads'],
  ['a heading', '# Ads'],
  ['code and an entity', '`Ads` &amp; <b>bids</b>'],
])('a name with %s is plain text in automatic texts', (_, name) => {
  const outages = [{ name, level: 3 as const, place: null, effects: {}, from: AT, to: null }];
  const bodies = [
    automaticText([{ kind: 'joined', componentIds: [1] }], { namesOf: () => [name], outages, now: AT }),
    automaticText([{ kind: 'resolved', componentIds: [1], since: AT }], { namesOf: () => [name], outages, now: AT }),
    removedText(name, AT, null),
  ];
  for (const { html, text } of bodies.map((body) => renderAutomatic({ log: createLog('silent') }, body))) {
    expect(text).toContain(name);
    expect(html).toMatch(/^<p>[^<]*<\/p>$/);
  }
});

describe('a title', () => {
  const down = (name: string, ...failing: string[]) => ({
    name,
    status: 'major_outage' as const,
    place: failing.length === 0 ? null : { failing, all: 5 },
  });
  const partly = (name: string) => ({ ...down(name), status: 'partial_outage' as const });

  test.each([
    ['Serving down', [down('Serving')]],
    ['Serving degraded', [{ ...down('Serving'), status: 'degraded_performance' as const }]],
    ['Serving partly down in us-west-2', [{ ...down('Serving', 'us-west-2'), status: 'partial_outage' as const }]],
    ['Serving down in us-east-1 and us-west-2', [down('Serving', 'us-east-1', 'us-west-2')]],
    ['Serving down in 3 of 5 regions', [down('Serving', 'a', 'b', 'c')]],
    ['Serving and Analytics down', [down('Serving'), down('Analytics')]],
    ['Serving and Analytics down in us-east-1', [down('Serving', 'us-east-1'), down('Analytics', 'us-east-1')]],
    ['Analytics down in us-east-1 and Serving partly down', [partly('Serving'), down('Analytics', 'us-east-1')]],
    [
      'Serving, Analytics and 3 more down',
      ['Serving', 'Analytics', 'Reports', 'Billing', 'Exports'].map((name) => down(name)),
    ],
  ])('says what fails and where: %s', (title, failures) => {
    expect(automaticTitle(failures)).toBe(title);
  });
});

describe('an automatic update', () => {
  const namesOf = () => ['Serving'];
  const serving = { name: 'Serving', level: 3 as const, place: null, effects: {}, from: AT, to: null };

  test('of a new outage says what fails, where and since when', () => {
    const outages = [{ ...serving, place: { failing: ['us-east-1'], all: 3 } }];
    const body = automaticText([{ kind: 'opened', componentIds: [1] }], { namesOf, outages, now: AT });
    expect(renderAutomatic({ log: createLog('silent') }, body).text).toBe(
      'Serving has been down in us-east-1 since 12:00 UTC, according to monitoring. Updates will appear here.',
    );
  });

  test('says what readers notice, if the catalogue does', () => {
    const effects = { major_outage: 'Ad requests get no answer', partial_outage: 'Some ad requests fail' };
    const outages = [{ ...serving, effects }];
    const body = automaticText([{ kind: 'opened', componentIds: [1] }], { namesOf, outages, now: AT });
    expect(renderAutomatic({ log: createLog('silent') }, body).text).toBe(
      'Serving has been down since 12:00 UTC, according to monitoring. Ad requests get no answer. Updates will appear here.',
    );
  });

  test('of a recovery says when, and for how long the component was down', () => {
    const outages = [{ ...serving, to: AT + 70 * 60_000 }];
    const reports = [{ kind: 'resolved' as const, componentIds: [1], since: AT + 70 * 60_000 }];
    expect(automaticText(reports, { namesOf, outages, now: AT })).toBe(
      'Serving recovered at 13:10 UTC after 1\u00a0h 10\u00a0min down. This incident is resolved.',
    );
  });

  test('names the day of a time that is not on the day of publication', () => {
    const outages = [{ ...serving, to: AT + 70 * 60_000 }];
    const since = AT + 70 * 60_000;
    const textOf = (report: MonitoringReport) =>
      automaticText([report], { namesOf, outages, now: Date.parse('2022-03-31T00:00:00Z') });
    expect(textOf({ kind: 'opened', componentIds: [1] })).toContain('since 12:00 UTC on 30 March 2022, according');
    expect(textOf({ kind: 'resolved', componentIds: [1], since })).toContain('at 13:10 UTC on 30 March 2022 after');
  });

  test('of a recovery names no downtime that is not known', () => {
    const reports = [{ kind: 'monitoring' as const, componentIds: [1], since: AT }];
    expect(automaticText(reports, { namesOf, outages: [], now: AT })).toBe(
      'Serving recovered at 12:00 UTC. We are monitoring to confirm recovery.',
    );
  });
});
