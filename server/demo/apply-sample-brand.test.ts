import { expect, test } from 'vitest';
import { readBrand } from '#server/catalog/reads/read-brand';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { applySampleBrand } from './apply-sample-brand.ts';

const world = testWorld();

test('the demo has the sample brand, until someone changes it', async () => {
  await applySampleBrand(world.ctx);
  expect(await readBrand(world.ctx)).toMatchObject({
    title: 'Larkfield status',
    logo: { light: expect.stringMatching(/^\/brand\/[0-9a-f]{64}$/) },
    support: 'mailto:support@larkfield.example',
  });
  await applyCatalog(as(world.ctx, ADA), { text: 'brand: { name: Meadow }' });
  await applySampleBrand(world.ctx);
  expect((await readBrand(world.ctx)).name).toBe('Meadow');
});
