import { describe, expect, test } from 'vitest';
import { decideRequest } from './decide-request.ts';
import { SUBSCRIBER_STATES } from './subscription.ts';

const NOW = Date.parse('2022-03-30T12:00:00Z');
const MINUTE_MS = 60_000;
const ago = (minutes: number) => NOW - minutes * MINUTE_MS;
const decide = (facts: Partial<Parameters<typeof decideRequest>[0]>) =>
  decideRequest({ now: NOW, sentAt: [], existing: null, ...facts });

test('a new address is subscribed, and each state of an existing subscription has its answer', () => {
  expect(decide({})).toBe('create');
  expect(SUBSCRIBER_STATES.map((existing) => [existing, decide({ existing })])).toEqual([
    ['unconfirmed', 'renew'],
    ['active', 'send_link'],
    ['quarantined', 'send_link'],
    ['disabled', 'send_link'],
    ['suppressed', 'renew'],
    ['ended', 'create'],
  ]);
});

describe('a recipient gets one mail in 15 minutes and three per day', () => {
  test.each([
    [[ago(14)], 'too_soon'],
    [[ago(15)], 'create'],
    [[ago(16), ago(60)], 'create'],
    [[ago(16), ago(60), ago(23 * 60)], 'too_soon'],
    [[ago(16), ago(60), ago(24 * 60)], 'create'],
  ])('%j', (sentAt, decision) => {
    expect(decide({ sentAt })).toBe(decision);
    if (decision === 'too_soon') expect(decide({ sentAt, existing: 'active' })).toBe(decision);
  });
});
