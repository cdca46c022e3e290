import { expect, test } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { testWorld } from '#server/test/database';
import { as, CORY, VERA } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { openFromForm, recipientsOfForm } from './open-from-form.ts';

const world = testWorld();
const cory = () => as(world.ctx, CORY);

test('the new incident form counts the recipients of its first update', async () => {
  expect(await recipientsOfForm(cory(), {})).toEqual({ people: 0, webhooks: 0 });
  await plantSubscriber(world);
  await plantSubscriber(world, { components: ['analytics'] });
  await plantSubscriber(world, { channel: 'webhook', minimumImpact: 3 });
  await plantSubscriber(world, { kinds: ['resolved'] });
  const partial = { 'status:analytics': 'partial_outage' };
  const major = { 'status:analytics': 'major_outage' };
  expect(await recipientsOfForm(cory(), {})).toEqual({ people: 1, webhooks: 0 });
  expect(await recipientsOfForm(cory(), partial)).toEqual({ people: 2, webhooks: 0 });
  expect(await recipientsOfForm(cory(), major)).toEqual({ people: 2, webhooks: 1 });
  await openFromForm(cory(), { ...major, title: 'Analytics down', body: 'Nothing works.' });
  world.clock.set(world.clock.now() + 10_000);
  expect(await fanOut(world.ctx)).toEqual({ events: 1, deliveries: 3 });
});

test('only people who may open incidents see the count, and a component must exist', async () => {
  await expect(recipientsOfForm(as(world.ctx, VERA), {})).rejects.toMatchObject({ code: 'forbidden' });
  await expect(recipientsOfForm(cory(), { 'status:none': 'major_outage' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});
