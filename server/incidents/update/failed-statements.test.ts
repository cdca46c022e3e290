import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '#server/errors';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { testWorld } from '#server/test/database';
import { fullFor } from '#server/test/faults';
import { ADA, as } from '#server/test/people';

const world = testWorld();
const affected = [{ component: 'serving', status: 'degraded_performance' as const }];
let incident: string;

beforeAll(async () => {
  incident = (await openIncident(as(world.ctx, ADA), { title: 'Slow', body: 'We look.', affected })).incident;
});

/** Returns a statement that makes every write of incident_component fail with a SQLSTATE. */
const failWith = (state: string, constraint: string) =>
  fullFor('incident_component')
    .replace("ERRCODE = '53100'", `ERRCODE = '${state}', CONSTRAINT = '${constraint}'`)
    .replace('BEFORE UPDATE', 'BEFORE INSERT OR UPDATE');

describe('an update whose statement fails', () => {
  // A full disk, a deadlock, a cancelled statement, another constraint of the same table (PostgreSQL documentation, appendix A).
  test.each([
    ['53100', ''],
    ['40P01', ''],
    ['57014', ''],
    ['23514', 'incident_component_status_check'],
  ])('for another cause (%s %s) mentions no other incident', async (state, constraint) => {
    await world.ctx.web.query(failWith(state, constraint));
    const error = await postUpdate(as(world.ctx, ADA), { incident, body: 'More.', affected }).catch(
      (failure: unknown) => failure,
    );
    await world.ctx.web.query('DROP FUNCTION full_disk CASCADE');
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(AppError);
  });

  test('because another open automatic incident has the component is a conflict', async () => {
    await world.ctx.web.query(failWith('23505', 'incident_component_one_open'));
    const update = postUpdate(as(world.ctx, ADA), { incident, body: 'More.', affected });
    await expect(update).rejects.toMatchObject({ code: 'conflict' });
    await world.ctx.web.query('DROP FUNCTION full_disk CASCADE');
  });
});

describe('input for an incident', () => {
  test.each(['1999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2000-01-01T00:30:00+01:00'])(
    'cannot lie at %s',
    async (startedAt) => {
      const opening = openIncident(as(world.ctx, ADA), { title: 'Old', body: 'We look.', startedAt });
      await expect(opening).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/^startedAt: must not be before 2000/),
      });
      const posting = postUpdate(as(world.ctx, ADA), { incident, body: 'More.', occurredAt: startedAt });
      await expect(posting).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/^occurredAt: must not be before 2000/),
      });
    },
  );

  // CVE-2021-42574 (override, isolates), Unicode Standard Annex 9 (marks), file names like "exe.fdp" of CVE-2009-3376 (override).
  test.each(['\u202eexe.fdp', 'a\u2066b', 'a\u2069', '\u200fa', '\u200ea', '\u061ca', '\u202aa\u202c'])(
    'has a title without direction controls, %j',
    async (title) => {
      await expect(openIncident(as(world.ctx, ADA), { title: `${title}x`, body: 'We look.' })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  test('may contain them in a text', async () => {
    expect((await postUpdate(as(world.ctx, ADA), { incident, body: 'שלום \u200f(a)' })).incident).toBe(incident);
  });
});
