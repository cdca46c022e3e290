import { describe, expect, test } from 'vitest';
import { INCIDENT_STATES } from '#domain/incident/incident';
import { isOpenIncident } from '#domain/incident/public-incident';
import { snapshot } from '#server/db/transaction';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY, ED } from '#server/test/people';
import { readIncidents } from './read-incidents.ts';

const world = testWorld();
const query = (text: string, values: unknown[] = []) => world.ctx.web.query(text, values);

describe('is_open', () => {
  const endings = INCIDENT_STATES.flatMap((state) =>
    ['none', 'withdrawn', 'merged'].map((ending) => ({ state, ending })),
  );

  test.each(endings)('of an incident in $state, $ending, is what isOpenIncident returns', async ({ state, ending }) => {
    const { incident: target } = await anIncident(world);
    const { incident } = await anIncident(world);
    await query(
      `UPDATE incident SET state = $2, resolved_at = CASE WHEN $2 IN ('resolved', 'postmortem') THEN now() END,
        withdrawn_at = CASE WHEN $3 = 'withdrawn' THEN now() END, withdrawn_reason = CASE WHEN $3 = 'withdrawn' THEN 'x' END,
        merged_into_id = CASE WHEN $3 = 'merged' THEN (SELECT id FROM incident WHERE public_id = $4) END WHERE public_id = $1`,
      [incident, state, ending, target],
    );
    const { rows } = await query('SELECT is_open FROM incident WHERE public_id = $1', [incident]);
    const withdrawnAt = ending === 'withdrawn' ? 0 : null;
    const mergedInto = ending === 'merged' ? target : null;
    expect(rows).toEqual([{ is_open: isOpenIncident({ state, withdrawnAt, mergedInto }) }]);
  });
});

describe('what the views show', () => {
  const internal = { body: 'Only for us.', audience: ['internal' as const] };
  const read = (audience: 'readers' | 'preview', publicId: string) =>
    snapshot(world.ctx.web, (client) => readIncidents(client, { kind: 'one', publicId }, audience, world.clock.now()));

  test('an incident that is not public is read only for previews, and without internal updates', async () => {
    const { incident } = await anIncident(world, internal);
    expect(await read('readers', incident)).toEqual([]);
    const now = world.clock.now();
    expect(await read('preview', incident)).toMatchObject([{ publicAt: now, updatedAt: now, updates: [] }]);
  });

  test('an internal update and the text of a retracted one are in no row', async () => {
    const { incident } = await anIncident(world);
    await postUpdate(as(world.ctx, CORY), { incident, ...internal });
    const { update } = await postUpdate(as(world.ctx, CORY), { incident, body: 'Wrong words.' });
    await retractUpdate(as(world.ctx, ED), { incident, update: String(update), reason: 'It was wrong.' });
    const { rows } = await query(
      'SELECT u.* FROM public_update u JOIN incident i ON i.id = u.incident_id WHERE i.public_id = $1',
      [incident],
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/Only for us|Wrong words/);
  });
});

test.each([
  ['open incidents from their index', 'SELECT id FROM incident WHERE is_open', 'incident_open'],
  [
    'the last changes from their index',
    'SELECT id FROM public_incident ORDER BY updated_at DESC, id DESC LIMIT 50',
    'incident_public_change',
  ],
])('PostgreSQL reads %s', async (_, text, index) => {
  await snapshot(world.ctx.web, async (client) => {
    await client.query('SET LOCAL enable_seqscan = off');
    await client.query('SET LOCAL enable_sort = off');
    const { rows } = await client.query(`EXPLAIN ${text}`);
    expect(JSON.stringify(rows)).toContain(index);
  });
});
