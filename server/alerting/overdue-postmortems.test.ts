import { expect, test } from 'vitest';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';
import { aMailDestination, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, ED } from '#server/test/people';
import { createStaffAlerts } from './run-alerting.ts';

const DAY = 86_400_000;
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));

test('an overdue post-mortem raises an alert on the next day and each week, until another day is promised', async () => {
  await aMailDestination(world);
  const alerts = createStaffAlerts(world.ctx);
  const { incident } = await anIncident(world);
  const sentAfter = async (days: number) => {
    world.clock.set(world.clock.now() + days * DAY);
    await alerts.runOnce();
    return (await subjectsTo(world)).filter((subject) => subject.includes('post-mortem')).length;
  };
  await promisePostmortem(as(world.ctx, ED), { incident, promisedOn: '2022-03-31' });
  expect([await sentAfter(1), await sentAfter(1), await sentAfter(3), await sentAfter(4)]).toEqual([0, 1, 1, 2]);
  await promisePostmortem(as(world.ctx, ED), { incident, promisedOn: '2022-05-01' });
  await sentAfter(0);
  const subjects = await subjectsTo(world);
  expect(subjects).toContain('Slow answers: post-mortem overdue since 31 March 2022.');
  expect(subjects.some((one) => one.includes('its post-mortem is no longer overdue.'))).toBe(true);
});
