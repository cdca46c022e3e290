import { beforeAll, expect, test } from 'vitest';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { componentNames } from '#server/incidents/console/component-names';
import { failingComponents } from '#server/incidents/console/failing-components';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { backfillIncident } from './backfill-incident.ts';
import { openIncident } from './open-incident.ts';
import { postUpdate } from './post-update.ts';
import { resolveIncident } from './resolve-incident.ts';

const world = testWorld();
const ed = () => as(world.ctx, ED);
const affected = [{ component: 'analytics', status: 'major_outage' as const }];
let incident: string;
beforeAll(async () => {
  await applyCatalog(as(world.ctx, ADA), {
    text: 'components:\n  - { slug: analytics, name: Analytics, target: 99.95, archived: true }\n',
  });
  incident = (await openIncident(ed(), { title: 'Slow answers', body: 'We are looking into it.' })).incident;
});

const ago = (ms: number) => new Date(world.clock.now() - ms).toISOString();
const past = () => ({ title: 'Slow answers', startedAt: ago(2_000) });
test.each<[string, () => Promise<unknown>]>([
  ['opened', () => openIncident(ed(), { title: 'Analytics is down', body: 'We are looking into it.', affected })],
  ['updated', () => postUpdate(ed(), { incident, body: 'We found the cause.', affected })],
  [
    'resolved',
    () =>
      resolveIncident(ed(), {
        incident,
        body: 'It works again.',
        affected: [{ component: 'analytics', status: 'operational' }],
      }),
  ],
  [
    'entered later',
    () =>
      backfillIncident(ed(), {
        ...past(),
        updates: [{ body: 'Over.', state: 'resolved', occurredAt: ago(1_000), affected }],
      }),
  ],
])('no incident that is %s can name an archived component, and the error names it', async (_, work) => {
  await expect(work()).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('"analytics" is archived'),
  });
});

test('archived components are not offered, but filters and assigned components still list them', async () => {
  expect((await componentNames(ed())).map(({ slug }) => slug)).toEqual(['serving']);
  expect((await componentNames(ed(), { withArchived: true })).map(({ slug }) => slug)).toEqual([
    'serving',
    'analytics',
  ]);
  expect(await failingComponents(ed())).toEqual([]);
});
