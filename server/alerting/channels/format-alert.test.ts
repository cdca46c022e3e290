import { describe, expect, test } from 'vitest';
import type { AlertAbout, ClearReason } from '#domain/alerting/alert';
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
  current: 'down',
  closed: null,
} as const;
const contradiction = {
  kind: 'contradiction',
  of: 'unpublished',
  name: 'Serving',
  status: 'major_outage',
  stated: null,
} as const;
const promise = { kind: 'promise', title: 'T', by: AT('14:00'), isLapsed: true } as const;
const forgotten = { kind: 'forgotten', title: 'T', names: ['Serving'], lastUpdateAt: AT('10:00'), hours: 3 } as const;
const agentSilent = { kind: 'agent_silent', source: 'a', seenAt: AT('14:00') } as const;
const clock = { kind: 'clock', source: 'a', aheadMs: 7_000 } as const;
const evaluation = { kind: 'evaluation', evaluatedUntil: AT('14:00') } as const;
const destination = { kind: 'destination', destination: 4, name: 'Chat', isGone: true } as const;

const lapsed = { kind: 'lapsed', source: 'am', instances: 2, since: AT('14:00') } as const;

const cleared: [AlertAbout, ClearReason, string][] = [
  [outage, 'recovered', 'Serving works again since 14:30 UTC, monitoring says. It was seen down for 1 h 10 min.'],
  [
    { ...outage, isReturn: true, to: AT('13:20') + 59_999 },
    'recovered',
    'Serving works again since 14:30 UTC, monitoring says. The last time it was seen down for under 1 min.',
  ],
  [
    { ...outage, level: 2, to: AT('13:20') + 90_000_000 },
    'recovered',
    'Serving works again since 14:30 UTC, monitoring says. It was seen partly down for 1 d 1 h.',
  ],
  [outage, 'removed_by_late_data', 'Serving was not down at 13:20 UTC after all: late data shows it.'],
  [outage, 'not_monitored', 'Serving is not monitored any more. When last seen it was down.'],
  [contradiction, 'recovered', 'Serving: what readers are told is no longer better than what probes see.'],
  [
    { ...contradiction, of: 'overstated' },
    'recovered',
    'Serving: what readers are told is no longer worse than what probes see.',
  ],
  [promise, 'recovered', 'T: the next update was given.'],
  [promise, 'incident_closed', 'T: the incident is closed, and no further update is due.'],
  [forgotten, 'recovered', 'T: readers were told more of it.'],
  [forgotten, 'incident_closed', 'T: the incident is closed, and no further update is due.'],
  [agentSilent, 'recovered', 'Agent a is back.'],
  [agentSilent, 'late', 'Agent a reports again, late as it has for a day. It is waited for no more.'],
  [agentSilent, 'removed', 'Agent a was taken away: it has no token any more.'],
  [clock, 'recovered', 'The clock of agent a is right again.'],
  [clock, 'silent', 'Nothing is heard of agent a any more, nor of its clock, which was wrong.'],
  [lapsed, 'recovered', 'All open alerts of source am are repeated again, or have ended.'],
  [
    { kind: 'truncated', source: 'am', alerts: 3 },
    'recovered',
    'Notifications of am have left out no alerts for a day.',
  ],
  [destination, 'recovered', 'Alerts go to Chat again.'],
  [destination, 'removed', 'Alerts go to Chat no more: it was removed.'],
  [{ kind: 'queue', watermark: AT('14:00') }, 'recovered', 'Candor stores probes again as they come.'],
  [{ kind: 'automation', reconciledUntil: AT('14:00') }, 'recovered', 'Incidents follow what is re-evaluated.'],
  [evaluation, 'recovered', 'Candor evaluates probes again without delay.'],
];

describe('a cleared alert', () => {
  test.each(cleared)('of %j, %s, has a text of its own', (about, reason, text) => {
    expect(formatAlert(about, { at: AT('14:30'), reason, noticedAt: NOW }, NOW)).toBe(text);
  });

  test.each(cleared)('of %j, %s, does not begin like the active alert', (about, reason) => {
    const active = formatAlert(about, null, NOW);
    const end = formatAlert(about, { at: AT('14:30'), reason, noticedAt: NOW }, NOW);
    expect(end.startsWith(active.slice(0, 40))).toBe(false);
  });
});

test('an alert about a source that stopped repeating its alerts counts the unknown instances', () => {
  expect(formatAlert(lapsed, null, NOW)).toBe(
    'Alert source am stopped repeating its alerts: 2 instances are unknown since 14:00 UTC.',
  );
  expect(formatAlert({ ...lapsed, instances: 1 }, null, NOW)).toContain('1 instance is unknown');
});

test('an alert about a destination names the reason', () => {
  expect(formatAlert(destination, null, NOW)).toBe('Alerts do not reach Chat: the receiver says that it is gone.');
  expect(formatAlert({ ...destination, isGone: false }, null, NOW)).toBe(
    'Alerts do not reach Chat: the last 3 did not arrive.',
  );
});

describe('an ongoing outage', () => {
  test.each([
    [{ current: 'unknown' }, 'Monitoring no longer sees Serving. When last seen it was down, since 13:20 UTC.'],
    [{ current: 'degraded' }, 'Serving is degraded, monitoring says. Before that it was down, since 13:20 UTC.'],
    [{ closed: 'resolved' }, 'The incident was resolved, and Serving is still down, since 13:20 UTC, monitoring says.'],
    [
      { closed: 'withdrawn' },
      'The incident was withdrawn, and Serving is still down, since 13:20 UTC, monitoring says.',
    ],
    [{ isReturn: true }, 'Serving is down again, since 13:20 UTC, monitoring says.'],
    [{}, 'Serving is down since 13:20 UTC, monitoring says.'],
  ] as const)('with %j says so', (change, text) => {
    expect(formatAlert({ ...outage, to: null, ...change }, null, NOW)).toBe(text);
  });
});
