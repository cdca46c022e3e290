import { describe, expect, test } from 'vitest';
import type { AlertAbout, ClearReason } from '#domain/alerting/alert';
import { formatAdvice } from './format-advice.ts';
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

const volumePause = { kind: 'volume_pause', since: AT('14:00') } as const;
const postmortem = { kind: 'postmortem', title: 'T', promisedOn: '2022-03-28', days: 2 } as const;
const lapsed = { kind: 'lapsed', source: 'am', instances: 2, since: AT('14:00') } as const;

const cleared: [AlertAbout, ClearReason, string][] = [
  [outage, 'recovered', 'Serving recovered at 14:30 UTC after 1 h 10 min down.'],
  [
    { ...outage, isReturn: true, to: AT('13:20') + 59_999 },
    'recovered',
    'Serving recovered at 14:30 UTC. It was most recently down for under 1 min.',
  ],
  [
    { ...outage, level: 2, to: AT('13:20') + 90_000_000 },
    'recovered',
    'Serving recovered at 14:30 UTC after 1 d 1 h partly down.',
  ],
  [outage, 'removed_by_late_data', 'Late data shows that Serving was not down at 13:20 UTC.'],
  [outage, 'not_monitored', 'Serving is no longer monitored. Last known status: down.'],
  [contradiction, 'recovered', 'Serving: public status no longer understates the problem.'],
  [{ ...contradiction, of: 'overstated' }, 'recovered', 'Serving: public status no longer overstates the problem.'],
  [promise, 'recovered', 'T: next update posted.'],
  [promise, 'incident_closed', 'T: incident closed, no further update due.'],
  [forgotten, 'recovered', 'T: public update posted.'],
  [forgotten, 'incident_closed', 'T: incident closed, no further update due.'],
  [agentSilent, 'recovered', 'Agent a is reporting again.'],
  [
    agentSilent,
    'late',
    'Agent a is reporting again, but its data has been late for a day. Evaluation no longer waits for it.',
  ],
  [agentSilent, 'removed', 'Agent a was removed: it has no token.'],
  [clock, 'recovered', 'The clock of agent a is correct again.'],
  [clock, 'silent', 'Agent a is silent, so its clock can’t be checked.'],
  [lapsed, 'recovered', 'All open alerts of source am are repeated again or have ended.'],
  [
    { kind: 'truncated', source: 'am', alerts: 3 },
    'recovered',
    'Alert source am has sent complete notifications for a day.',
  ],
  [destination, 'recovered', 'Alerts to Chat are delivered again.'],
  [destination, 'removed', 'Alerts to Chat have ended: the recipient was removed.'],
  [{ kind: 'queue', watermark: AT('14:00') }, 'recovered', 'Candor stores probes without delay again.'],
  [{ kind: 'automation', reconciledUntil: AT('14:00') }, 'recovered', 'Incident automation is up to date again.'],
  [evaluation, 'recovered', 'Probe evaluation is up to date again.'],
  [postmortem, 'recovered', 'T: its post-mortem is no longer overdue.'],
  [volumePause, 'recovered', 'Notifications have resumed.'],
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
    'Alert source am stopped repeating its alerts: 2 instances unknown since 14:00 UTC.',
  );
  expect(formatAlert({ ...lapsed, instances: 1 }, null, NOW)).toContain('1 instance unknown');
});

test('an alert about a post-mortem names the promised day', () => {
  expect(formatAlert(postmortem, null, NOW)).toBe('T: post-mortem overdue since 28 March 2022.');
  expect(formatAdvice(postmortem)).toBe('Publish the post-mortem, or promise another day.');
});

test('an alert about a destination names the reason', () => {
  expect(formatAlert(destination, null, NOW)).toBe('Alerts to Chat are failing: the receiver no longer exists.');
  expect(formatAlert({ ...destination, isGone: false }, null, NOW)).toBe(
    'Alerts to Chat are failing: the last 3 messages were not delivered.',
  );
});

describe('an ongoing outage', () => {
  test.each([
    [
      { current: 'unknown' },
      'No current data for Serving. Last known status: down since 13:20 UTC.',
      'Check the agents that monitor it.',
    ],
    [
      { current: 'degraded' },
      'Serving has improved to degraded performance. It had been down since 13:20 UTC.',
      'Post an update with the new status.',
    ],
    [
      { closed: 'resolved' },
      'Serving has been down since 13:20 UTC, but its incident was resolved.',
      'Post an update or create a new incident.',
    ],
    [
      { closed: 'withdrawn' },
      'Serving has been down since 13:20 UTC, but its incident was withdrawn.',
      'Post an update or create a new incident.',
    ],
    [
      { isReturn: true },
      'Serving has been down again since 13:20 UTC.',
      'Acknowledge its incident and post an update.',
    ],
    [{}, 'Serving has been down since 13:20 UTC.', 'Acknowledge its incident and post an update.'],
  ] as const)('with %j has its own text and advice', (change, text, advice) => {
    const about = { ...outage, to: null, ...change };
    expect([formatAlert(about, null, NOW), formatAdvice(about)]).toEqual([text, advice]);
  });
});

describe('the advice of an alert', () => {
  test.each(cleared.map(([about]) => about))('of %j is a sentence', (about) => {
    expect(formatAdvice(about)).toMatch(/^[A-Z].+\.$/);
  });

  test('depends on how the public status differs from monitoring', () => {
    expect(formatAdvice(contradiction)).toBe('Create an incident, or check monitoring if this is wrong.');
    expect(formatAdvice({ ...contradiction, of: 'understated' })).toContain('Post an update with the correct status');
  });
});
