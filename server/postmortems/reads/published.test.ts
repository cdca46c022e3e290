import { beforeAll, describe, expect, test } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { publicIncident, publicIncidents } from '#server/incidents/reads/public-incidents';
import { addActionItem } from '#server/postmortems/verbs/add-action-item';
import { approvePostmortem } from '#server/postmortems/verbs/approve-postmortem';
import { changeActionItem } from '#server/postmortems/verbs/change-action-item';
import { commentPostmortem } from '#server/postmortems/verbs/comment-postmortem';
import { publishPostmortem } from '#server/postmortems/verbs/publish-postmortem';
import { removeActionItem } from '#server/postmortems/verbs/remove-action-item';
import { requestReview } from '#server/postmortems/verbs/request-review';
import { savePostmortem } from '#server/postmortems/verbs/save-postmortem';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { improvementRows, improvementsV1, postmortemsV1, postmortemV1 } from '#server/site/formats/api-v1/postmortems';
import { incidentV2 } from '#server/site/formats/statuspage-v2/incidents';
import { systemSummary } from '#server/site/summary';
import { countStatements } from '#server/test/count-statements';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { aPostmortem, approved, plantMarchIncident, plantMarchRecord } from '#server/test/postmortems';
import { listImprovements } from './list-improvements.ts';
import { listPostmortems } from './list-postmortems.ts';
import { postmortemForStaff } from './postmortem-for-staff.ts';
import { postmortemSummary, postmortemVersions, publicPostmortem } from './public-postmortem.ts';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const ORIGIN = 'https://status.acme.test';
const PAGE = { id: 'p', name: 'Acme', url: ORIGIN, time_zone: 'Etc/UTC' };
const [ed, ada] = [() => as(world.ctx, ED), () => as(world.ctx, ADA)];
let incident = '';
let postmortem = '';
let item = '';
let version = 0;

beforeAll(async () => {
  incident = await plantMarchIncident(world);
  ({ postmortem, version, item } = await aPostmortem(world, incident));
  await changeActionItem(ed(), { postmortem, item, dueOn: '2023-01-10' }); // before publication, readers never saw the first day
  await commentPostmortem(ada(), { postmortem, section: 'cause', body: 'Hidden comment.' });
  await approved(world, { postmortem, version });
  await publishPostmortem(ed(), { postmortem, version });
  await savePostmortem(ada(), {
    ...{ postmortem, version, title: 'Hidden title' },
    sections: { cause: { public: 'Hidden public text.', internal: 'Hidden internal text.' } },
  });
});

/** Returns everything that readers can get. */
async function everythingPublic(): Promise<string> {
  const { ctx, clock } = world;
  await fanOut(ctx);
  const one = await publicPostmortem(ctx, postmortem);
  const improvements = await listImprovements(ctx);
  const shown = await publicIncident(ctx, incident);
  const events = await ctx.prisma.event.findMany({ select: { body: true, mail: true } });
  return JSON.stringify([
    one,
    postmortemV1(one, ORIGIN, clock.now()),
    postmortemsV1(await listPostmortems(ctx), ORIGIN),
    improvementsV1(improvements, ORIGIN),
    improvementRows(improvements, ORIGIN),
    await postmortemVersions(ctx, postmortem, 1),
    await postmortemSummary(ctx, postmortem),
    await publicIncidents(ctx, { kind: 'feed' }),
    incidentV1(shown, ORIGIN, clock.now()),
    incidentV2(shown, PAGE, await systemSummary(ctx)),
    events,
  ]);
}

describe('what readers get of a post-mortem', () => {
  test('has its public texts everywhere, and no sentence of an internal text, a comment or an unpublished version', async () => {
    const all = await everythingPublic();
    for (const name of ['summary', 'impact', 'cause', 'detection', 'well', 'lessons'])
      expect(all).toContain(`Readers see the ${name} text.`);
    expect(all).not.toMatch(/Staff keep|Hidden|"ada"|"ed"/);
    expect(JSON.stringify(await postmortemForStaff(ada(), postmortem))).toMatch(/Staff keep.*Hidden/);
  });

  test('has exactly these keys', async () => {
    const one = await publicPostmortem(world.ctx, postmortem);
    const keys = (value: object | undefined) =>
      Object.keys(value ?? {})
        .sort()
        .join(' ');
    expect(keys(one)).toBe('actionItems changedAt changedFacts frozen incidents publicId publishedAt title versions');
    expect(keys(one.frozen)).toBe(
      'boxes chart check evaluatedUntil facts markdown policies readingMinutes sections timeline',
    );
    expect(keys(one.frozen.sections[0])).toBe('html key text');
    expect(keys(one.actionItems[0])).toBe('action changes doneOn dueOn evidenceUrl movedTo owner publicId state');
    expect(keys(one.incidents[0])).toBe('downMs impact publicId resolvedAt startedAt title');
  });

  test('is in the incident: its id in v1, its text and time in v2', async () => {
    const shown = await publicIncident(world.ctx, incident);
    expect(incidentV1(shown, ORIGIN, 0)).toMatchObject({ postmortem, postmortemPromisedOn: null, state: 'postmortem' });
    expect(incidentV2(shown, PAGE, await systemSummary(world.ctx))).toMatchObject({
      status: 'postmortem',
      postmortem_published_at: '2023-01-02T00:00:00.000Z',
      postmortem_body: expect.stringContaining('## Impact on partners\n\nReaders see the impact text.'),
    });
  });

  test('is a line in the list, with the excerpt of its cause', async () => {
    const { postmortems, year } = await listPostmortems(world.ctx);
    expect(postmortems).toMatchObject([
      {
        publicId: postmortem,
        title: 'Serving down after a network failure',
        cause: 'Readers see the cause text.',
        incidents: [{ publicId: incident, impact: 'critical', downMs: 4_680_000 }],
        figures: { match: 0, explained: 0 },
        actionItems: { planned: 1, done: 0 },
      },
    ]);
    expect(year).toMatchObject({ year: 2023, incidents: 0 });
  });

  test('takes a fixed number of statements', async () => {
    const { statements } = await countStatements(world.ctx, (ctx) => publicPostmortem(ctx, postmortem));
    expect(statements).toBeLessThan(30);
  });
});

describe('the record', () => {
  test('is compared with the one that was published, and late data shows', async () => {
    expect((await publicPostmortem(world.ctx, postmortem)).changedFacts).toEqual([]);
    const later = Date.UTC(2023, 0, 2);
    await plantMarchRecord(world, later, Date.parse('2022-03-30T15:20:00Z'));
    const { changedFacts, frozen } = await publicPostmortem(world.ctx, postmortem);
    expect(changedFacts.map(({ key }) => key)).toContain('uptime.month');
    expect(frozen.boxes.uptime[0]?.uptimeMillionths).toBe(998_252);
    expect((await postmortemForStaff(ed(), postmortem)).changedFacts).toEqual(changedFacts);
    await plantMarchRecord(world, later);
    expect((await publicPostmortem(world.ctx, postmortem)).changedFacts).toEqual([]);
  });
});

describe('action items after publication', () => {
  const shown = async () => (await publicPostmortem(world.ctx, postmortem)).actionItems[0];
  const updates = async () => (await publicIncident(world.ctx, incident)).updates.map(({ text }) => text);

  test('have no changes from before it', async () =>
    expect(await shown()).toMatchObject({ dueOn: '2023-01-10', changes: [] }));

  test('keep their first day, and a new one needs a reason', async () => {
    const move = { postmortem, item, dueOn: '2023-02-15' };
    await expect(changeActionItem(ed(), move)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^reason:/),
    });
    await changeActionItem(ed(), { ...move, reason: 'The contract was signed a week late.' });
    world.clock.set(Date.parse('2023-01-17T12:00:00Z'));
    expect(await shown()).toMatchObject({
      dueOn: '2023-01-10',
      movedTo: '2023-02-15',
      changes: [{ fromDue: '2023-01-10', toDue: '2023-02-15', reason: 'The contract was signed a week late.' }],
    });
    const { open, counts } = await listImprovements(world.ctx, 'serving');
    expect(open).toMatchObject([
      { publicId: item, reason: 'The contract was signed a week late.', components: ['serving'] },
    ]);
    expect(counts).toMatchObject({ overdue: 1, planned: 0 });
    expect((await listImprovements(world.ctx, 'analytics')).open).toEqual([]);
    await expect(listImprovements(world.ctx, 'none')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('cannot be removed', async () => {
    await expect(removeActionItem(ed(), { postmortem, item })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('that are done post an update once, and show the day', async () => {
    const done = { postmortem, item, state: 'done' as const, evidenceUrl: 'https://acme.test/pr/7' };
    const before = await updates();
    await changeActionItem(ed(), done);
    await changeActionItem(ed(), done);
    const [newest = '', ...others] = await updates();
    expect(others).toEqual(before);
    expect(newest).toContain('Action item done: Limit how many instances reload');
    expect(await shown()).toMatchObject({ state: 'done', doneOn: '2023-01-17', evidenceUrl: 'https://acme.test/pr/7' });
    expect(await listImprovements(world.ctx)).toMatchObject({ open: [], done: [{ publicId: item }], onTime: 0 });
  });

  test('that are added are public at once', async () => {
    await addActionItem(ed(), { postmortem, action: 'Rehearse a failover', owner: 'Platform', dueOn: '2023-03-01' });
    expect((await listImprovements(world.ctx)).open).toMatchObject([{ action: 'Rehearse a failover' }]);
  });

  test('are counted for the page of the incident', async () => {
    expect(await postmortemSummary(world.ctx, postmortem)).toEqual({
      publicId: postmortem,
      publishedAt: Date.parse('2023-01-02T00:00:00.000Z'),
      actionItems: { overdue: 0, inProgress: 0, planned: 1, done: 1 },
    });
    await expect(postmortemSummary(world.ctx, 'none00000001')).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('two published versions can be compared', async () => {
  const { version: working } = await postmortemForStaff(ed(), postmortem);
  const saved = await savePostmortem(ada(), {
    postmortem,
    version: working,
    title: 'Serving down',
    sections: { cause: { public: 'A switch failed.', internal: '' } },
  });
  await requestReview(ada(), { postmortem, version: saved.version });
  await approvePostmortem(ed(), { postmortem, version: saved.version });
  await publishPostmortem(ada(), { postmortem, version: saved.version, changeNote: 'The cause names the switch.' });
  const { before, after } = await postmortemVersions(world.ctx, postmortem, 2);
  expect([before?.title, after.title, after.note]).toEqual([
    'Serving down after a network failure',
    'Serving down',
    'The cause names the switch.',
  ]);
  const causeOf = (one: typeof before) => one?.sections.find(({ key }) => key === 'cause')?.text;
  expect([causeOf(before), causeOf(after)]).toEqual(['Readers see the cause text.', 'A switch failed.']);
  expect((await postmortemVersions(world.ctx, postmortem, 1)).before).toBeNull();
  await expect(postmortemVersions(world.ctx, postmortem, 3)).rejects.toMatchObject({ code: 'not_found' });
});
