import { describe, expect, test } from 'vitest';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { testDestination } from '#server/alerting/verbs/test-destination';
import type { Context } from '#server/context';
import { alertReceiver, KEY } from '#server/test/alert-receiver';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const logged: string[] = [];
const note = (...all: unknown[]) => void logged.push(JSON.stringify(all));
const { current, url, allAt, add, outcomes, pass } = alertReceiver(testWorld(T0), ({ log }) => ({
  log: { ...log, warn: note, error: note } as Context['log'], // only warn and error are called
}));

describe('an alert destination', () => {
  test('is shown and logged without its secrets', async () => {
    await add({ kind: 'slack', address: url('services/T0000/B0000/abcdefghijklmnop') });
    await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    await add({ address: url('short') });
    current.receiver.answer(500);
    await pass(0);
    const listed = await listDestinations(as(current.ctx, ADA));
    expect(listed.map(({ address }) => address)).toEqual([
      `${current.receiver.url}/…mnop`,
      `${current.receiver.url}/…EY42`,
      `${current.receiver.url}/…`,
    ]);
    const audited = await current.ctx.prisma.auditRow.findMany({
      where: { objectKind: 'alert-destination' },
      select: { before: true, after: true },
    });
    expect(logged.length).toBeGreaterThan(2);
    for (const text of [JSON.stringify(listed), JSON.stringify(audited), logged.join('\n')])
      expect(text).not.toMatch(/abcdefgh|R0UT1NG|services\/T0000|\/short/);
    expect(JSON.stringify(audited)).toContain(new URL(current.receiver.url).host);
  });

  test('can be tested, and the test alert is resolved at PagerDuty at once', async () => {
    const hook = await add({});
    const page = await add({ kind: 'pagerduty', address: url('pd'), routingKey: KEY });
    expect(await testDestination(as(current.ctx, ADA), { id: hook.id })).toBe('sent');
    expect(allAt('hook')).toMatchObject([
      { body: { type: 'staff_alert.test', alert: { summary: 'This is a test alert. No action is needed.' } } },
    ]);
    expect(await testDestination(as(current.ctx, ADA), { id: page.id })).toBe('sent');
    expect(allAt('pd').map(({ body }) => body.event_action)).toEqual(['trigger', 'resolve']);
    expect(allAt('pd')[0]?.body).toMatchObject({ payload: { severity: 'info' } });
    current.receiver.answer(404);
    expect(await testDestination(as(current.ctx, ADA), { id: hook.id })).toBe('refused');
  });

  test.each([
    [{ address: 'http://hooks.example/x' }, 'address: must begin with https://.'],
    [{ address: 'https://ok@127.0.0.1/' }, 'address: must not contain a user name or password.'],
    [{ address: 'file:///etc/passwd' }, 'address: must begin with https://.'],
    [{ kind: 'pagerduty' }, 'routingKey: '],
    [{ kind: 'pagerduty', routingKey: 'x' }, 'routingKey: '],
    [{ kind: 'slack', routingKey: KEY }, 'Unrecognized key'],
    [{ address: '' }, 'address: '],
    [{ address: 'http://127.0.0.1/x' }, 'address: must not be the address of this Candor installation.'],
  ])('is rejected with %j', async (change, message) => {
    await expect(add(change)).rejects.toThrow(message);
  });

  test('of kind PagerDuty needs no address', async () => {
    await add({ kind: 'pagerduty', address: undefined, routingKey: KEY });
    expect(await listDestinations(as(current.ctx, ADA))).toMatchObject([
      { address: 'https://events.pagerduty.com/…EY42' },
    ]);
  });

  test('in a private network is not called', async () => {
    await add({ address: 'https://10.0.0.1/' });
    await pass(0);
    expect(await outcomes()).toEqual([['raised', 'blocked', 1]]);
  });
});
