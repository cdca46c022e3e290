import { describe, expect, test } from 'vitest';
import type { AlertAbout, WhyGone } from '#domain/alerting/alert';
import { formatAlert } from './format-alert.ts';

const AT = (time: string) => Date.parse(`2022-03-30T${time}:00Z`);
const NOW = AT('14:40');
const outage = {
  kind: 'outage',
  name: 'Serving',
  level: 3,
  from: AT('13:20'),
  to: AT('14:30'),
  isReturn: false,
  seen: 'down',
  closed: null,
} as const;
const contradiction = {
  kind: 'contradiction',
  of: 'untold',
  name: 'Serving',
  status: 'major_outage',
  stated: null,
} as const;
const promise = { kind: 'promise', title: 'T', by: AT('14:00'), isLapsed: true } as const;
const forgotten = { kind: 'forgotten', title: 'T', names: ['Serving'], saidAt: AT('10:00'), hours: 3 } as const;
const blind = { kind: 'blind', source: 'a', seenAt: AT('14:00') } as const;
const clock = { kind: 'clock', source: 'a', aheadMs: 7_000 } as const;
const evaluation = { kind: 'evaluation', evaluatedUntil: AT('14:00') } as const;
const destination = { kind: 'destination', destination: 4, name: 'Chat', isGone: true } as const;

const lapsed = { kind: 'lapsed', source: 'am', instances: 2, since: AT('14:00') } as const;

const over: [AlertAbout, WhyGone, string][] = [
  [outage, 'well', 'Serving works again since 14:30 UTC, monitoring says. It was seen down for 1 h 10 min.'],
  [
    { ...outage, isReturn: true, to: AT('13:20') + 59_999 },
    'well',
    'Serving works again since 14:30 UTC, monitoring says. The last time it was seen down for under 1 min.',
  ],
  [
    { ...outage, level: 2, to: AT('13:20') + 90_000_000 },
    'well',
    'Serving works again since 14:30 UTC, monitoring says. It was seen partly down for 1 d 1 h.',
  ],
  [outage, 'erased', 'Serving was not down at 13:20 UTC after all: late data shows it.'],
  [outage, 'unmonitored', 'Serving is not monitored any more. When last seen it was down.'],
  [contradiction, 'well', 'Serving: what readers are told is no longer better than what probes see.'],
  [
    { ...contradiction, of: 'overstated' },
    'well',
    'Serving: what readers are told is no longer worse than what probes see.',
  ],
  [promise, 'well', 'T: the next update was given.'],
  [promise, 'closed', 'T: the incident is closed, and no further update is due.'],
  [forgotten, 'well', 'T: readers were told more of it.'],
  [forgotten, 'closed', 'T: the incident is closed, and no further update is due.'],
  [blind, 'well', 'Agent a is back.'],
  [blind, 'late', 'Agent a reports again, late as it has for a day. It is waited for no more.'],
  [blind, 'removed', 'Agent a was taken away: it has no token any more.'],
  [clock, 'well', 'The clock of agent a is right again.'],
  [clock, 'silent', 'Nothing is heard of agent a any more, nor of its clock, which was wrong.'],
  [lapsed, 'well', 'All open alerts of source am are repeated again, or have ended.'],
  [{ kind: 'truncated', source: 'am', alerts: 3 }, 'well', 'Notifications of am have left out no alerts for a day.'],
  [destination, 'well', 'Alerts go to Chat again.'],
  [destination, 'removed', 'Alerts go to Chat no more: it was removed.'],
  [{ kind: 'queue', watermark: AT('14:00') }, 'well', 'Candor stores probes again as they come.'],
  [{ kind: 'automation', reconciledUntil: AT('14:00') }, 'well', 'Incidents follow what is re-evaluated.'],
  [evaluation, 'well', 'Candor evaluates probes again without delay.'],
];

describe('the end of an alert', () => {
  test.each(over)('of %j, %s, is told in words of its own', (about, why, words) => {
    expect(formatAlert(about, { at: AT('14:30'), why, noticedAt: NOW }, NOW)).toBe(words);
  });

  test.each(over)('of %j, %s, does not begin like the trouble', (about, why) => {
    const trouble = formatAlert(about, null, NOW);
    const end = formatAlert(about, { at: AT('14:30'), why, noticedAt: NOW }, NOW);
    expect(end.startsWith(trouble.slice(0, 40))).toBe(false);
  });
});

test('a source of alerts that stopped repeating them says how many instances are unknown', () => {
  expect(formatAlert(lapsed, null, NOW)).toBe(
    'Alert source am stopped repeating its alerts: 2 instances are unknown since 14:00 UTC.',
  );
  expect(formatAlert({ ...lapsed, instances: 1 }, null, NOW)).toContain('1 instance is unknown');
});

test('a destination that is not reached says why', () => {
  expect(formatAlert(destination, null, NOW)).toBe('Alerts do not reach Chat: the receiver says that it is gone.');
  expect(formatAlert({ ...destination, isGone: false }, null, NOW)).toBe(
    'Alerts do not reach Chat: the last 3 did not arrive.',
  );
});

describe('an outage that goes on', () => {
  test.each([
    [{ seen: 'unseen' }, 'Monitoring no longer sees Serving. When last seen it was down, since 13:20 UTC.'],
    [{ seen: 'degraded' }, 'Serving is degraded, monitoring says. Before that it was down, since 13:20 UTC.'],
    [{ closed: 'resolved' }, 'The incident was resolved, and Serving is still down, since 13:20 UTC, monitoring says.'],
    [
      { closed: 'withdrawn' },
      'The incident was withdrawn, and Serving is still down, since 13:20 UTC, monitoring says.',
    ],
    [{ isReturn: true }, 'Serving is down again, since 13:20 UTC, monitoring says.'],
    [{}, 'Serving is down since 13:20 UTC, monitoring says.'],
  ] as const)('and of which is known %j says so', (change, words) => {
    expect(formatAlert({ ...outage, to: null, ...change }, null, NOW)).toBe(words);
  });
});
