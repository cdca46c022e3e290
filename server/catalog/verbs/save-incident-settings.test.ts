import { beforeEach, expect, test } from 'vitest';
import { describedComponent } from '#server/catalog/reads/described-components';
import { testWorld } from '#server/test/database';
import { as, CORY, ED, VERA } from '#server/test/people';
import { saveIncidentSettings } from './save-incident-settings.ts';

const world = testWorld();
const ed = () => as(world.ctx, ED);
const HELD = { slug: 'serving', publish: 'held', holdSeconds: 300, resolve: 'by-person', approval: 'none' };
let basis = '';

const entries = () => world.ctx.prisma.auditRow.findMany({ where: { action: 'catalog:change-incidents' } });
const settings = async () => (await describedComponent(ed(), 'serving')).component.incidents;

beforeEach(async () => {
  ({ settingsBasis: basis } = await describedComponent(ed(), 'serving'));
});

test('incident settings are not saved without permission', async () => {
  const before = await settings();
  for (const actor of [CORY, VERA, { kind: 'token', id: 1, scopes: ['incidents:write'] } as const])
    await expect(saveIncidentSettings(as(world.ctx, actor), { ...HELD, basis })).rejects.toMatchObject({
      code: 'forbidden',
    });
  expect([await settings(), await entries()]).toEqual([before, []]);
});

test.each([
  [{ holdSeconds: 0 }, /^Hold \(seconds\): must be above 0/],
  [{ publish: 'at-once', holdSeconds: 5 }, /^Hold \(seconds\): must be above 0/],
  [
    { rejoinWithinSeconds: 172_801 },
    'Reopen a resolved incident within (seconds): must be a number of seconds from 0 to 172800.',
  ],
  [{ joinWithinSeconds: 'soon' }, /^Join an incident of another component within \(seconds\): must be a number/],
  [{ approval: 'always' }, /must be none, partial or major\.$/],
  [{ slug: 'nothing' }, 'Component "nothing" does not exist.'],
])('incident settings with %j are rejected with the label of the field', async (wrong, message) => {
  await expect(saveIncidentSettings(ed(), { ...HELD, basis, ...wrong })).rejects.toThrow(message);
  expect(await entries()).toEqual([]);
});

test('incident settings are saved in milliseconds, once, with the values before and after', async () => {
  const change = { ...HELD, rejoinWithinSeconds: 172_800, joinWithinSeconds: 0, approval: 'partial', basis };
  await saveIncidentSettings(ed(), change);
  expect(await settings()).toMatchObject({
    publish: 'held',
    holdMs: 300_000,
    rejoinWithinMs: 172_800_000,
    joinWithinMs: 0,
    approval: 'partial',
  });
  await expect(saveIncidentSettings(ed(), change)).rejects.toMatchObject({ code: 'conflict' });
  const { settingsBasis } = await describedComponent(ed(), 'serving');
  await saveIncidentSettings(ed(), { ...change, basis: settingsBasis });
  expect(await entries()).toMatchObject([
    {
      objectKind: 'component',
      objectId: 'serving',
      before: { publish: 'at_once', holdMs: 0 },
      after: { holdMs: 300_000 },
    },
  ]);
});
