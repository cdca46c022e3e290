import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { systemRandom } from '#server/random';
import { signWebhook } from './sign-webhook.ts';

const secretOf = () => `whsec_${systemRandom.bytes(32).toString('base64')}`;
const [fresh, old, other] = [secretOf(), secretOf(), secretOf()];
const body = '{"type":"incident.created","data":{"title":"Grüße, 東京"},"sequence":7}';
const signed = (secrets: readonly string[], at = systemClock.now()) => signWebhook({ id: 'msg_1', at, body, secrets });

test('an independent receiver verifies a webhook', () => {
  expect(new Webhook(fresh).verify(body, signed([fresh]))).toEqual(JSON.parse(body));
});

test('during a rotation it verifies with the new secret and with the old one', () => {
  const headers = signed([fresh, old]);
  for (const secret of [fresh, old]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature found');
});

test('it rejects a webhook that was changed, or is old', () => {
  expect(() => new Webhook(fresh).verify(body.replace('7', '8'), signed([fresh]))).toThrow('No matching signature');
  expect(() => new Webhook(fresh).verify(body, { ...signed([fresh]), 'webhook-id': 'msg_2' })).toThrow('No matching');
  const stale = signed([fresh], systemClock.now() - 301_000);
  expect(() => new Webhook(fresh).verify(body, stale)).toThrow('too old');
});
