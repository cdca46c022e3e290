import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { publicIncident } from '#server/incidents/reads/public-incidents';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { retractUpdate } from '#server/incidents/verbs/retract-update';
import { postmortemForStaff } from '#server/postmortems/reads/postmortem-for-staff';
import { publicPostmortem } from '#server/postmortems/reads/public-postmortem';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { anIncident, everything } from '#server/test/incidents';
import { ADA, as, CORY, ED } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { aPostmortem, approved, plantMarchIncident } from '#server/test/postmortems';
import { approvePostmortem } from './approve-postmortem.ts';
import { publishPostmortem } from './publish-postmortem.ts';
import { savePostmortem } from './save-postmortem.ts';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
const [ed, ada] = [() => as(world.ctx, ED), () => as(world.ctx, ADA)];
let incident = '';
let postmortem = '';
let version = 0;

beforeAll(async () => {
  incident = await plantMarchIncident(world);
  await plantSubscriber(world);
  await fanOut(world.ctx);
});

const events = async () =>
  (await world.ctx.prisma.event.findMany({ orderBy: { id: 'asc' }, where: { outcome: null } })).map(
    ({ kind, recipients, notifies }) => `${kind} ${recipients}${notifies ? '' : ' silent'}`,
  );
const updates = async () =>
  (await publicIncident(world.ctx, incident)).updates.filter(({ state }) => state === 'postmortem');
const row = () => world.ctx.prisma.postmortem.findUniqueOrThrow({ where: { publicId: postmortem } });

describe('publishing', () => {
  beforeAll(async () => {
    ({ postmortem, version } = await aPostmortem(world, incident));
  });

  test('is refused until the version is approved, with what prevents it', async () => {
    await expect(publishPostmortem(ed(), { postmortem, version })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('was not reviewed'),
      more: { blockers: [{ code: 'not_in_review', section: null, count: 1 }] },
    });
  });

  test('is refused while a figure differs, until it is corrected or explained', async () => {
    const wrong = { summary: { public: 'The outage began at 13:18 UTC.' } };
    ({ version } = await savePostmortem(ed(), { postmortem, version, sections: wrong }));
    await approved(world, { postmortem, version });
    const refusal = {
      code: 'conflict',
      more: { blockers: [{ code: 'figures_differ', section: 'summary', count: 1 }] },
    };
    await expect(publishPostmortem(ed(), { postmortem, version })).rejects.toMatchObject(refusal);
    const { findings } = await postmortemForStaff(ed(), postmortem);
    const differing = findings.find(({ verdict }) => verdict === 'differs');
    const { claimed = '', fact = null } = differing ?? {};
    const explanations = [{ section: 'summary' as const, claimed, fact, reason: 'From the logs of two partners.' }];
    ({ version } = await savePostmortem(ada(), { postmortem, version, explanations }));
    expect((await postmortemForStaff(ed(), postmortem)).blockers.map(({ code }) => code)).toEqual(['not_approved']);
  });

  test('is refused with an unknown live reference', async () => {
    const sections = { impact: { public: 'It lasted {{episode.7.duration}}.' } };
    const saved = await savePostmortem(ada(), { postmortem, version, sections });
    expect((await postmortemForStaff(ed(), postmortem)).blockers).toContainEqual({
      code: 'unknown_reference',
      section: 'impact',
      count: 1,
    });
    const right = { impact: { public: 'It lasted {{episode.1.duration}}, until {{episode.1.end}} UTC.' } };
    ({ version } = await savePostmortem(ed(), { postmortem, version: saved.version, sections: right }));
  });

  test('freezes texts, figures and check, and posts an update with its event', async () => {
    const input = { postmortem, version };
    await approvePostmortem(ada(), input);
    const published = { ...input, idempotencyKey: 'publish-1' };
    await publishPostmortem(ed(), published);
    expect(await publishPostmortem(ed(), published)).toEqual(input);
    expect(await row()).toMatchObject({ state: 'published', publishedVersion: version });
    expect(await events()).toEqual(['postmortem scope']);
    const shown = await publicPostmortem(world.ctx, postmortem);
    expect(shown).toMatchObject({
      title: 'Serving down after a network failure',
      changedFacts: [],
      incidents: [{ publicId: incident }],
    });
    expect(shown.frozen.sections.find(({ key }) => key === 'impact')?.text.replace(/\s/g, ' ')).toBe(
      'It lasted 1 h 10 min, until 14:30 UTC.',
    );
    const { figures } = shown.frozen.check;
    expect(figures.filter(({ section }) => section === 'impact')).toMatchObject([
      { verdict: 'match', fact: 'episode.1.duration', sentence: 'It lasted 1\u00a0h 10\u00a0min, until 14:30 UTC.' },
      { verdict: 'match', fact: 'episode.1.end', text: '14:30' },
    ]);
    expect(figures.filter(({ verdict }) => verdict !== 'match')).toMatchObject([
      {
        verdict: 'differs',
        claimed: '13:18 UTC',
        reason: 'From the logs of two partners.',
        sentence: 'The outage began at 13:18 UTC.',
      },
    ]);
    expect(shown.frozen).toMatchObject({
      evaluatedUntil: Date.UTC(2023, 0, 2),
      policies: [{ component: 'serving', version: 1 }],
    });
    const [update] = await updates();
    expect(update?.text).toContain('The outage began at 13:18 UTC.');
    expect(update?.text).toContain(`/postmortems/${postmortem}`);
    expect((await publicIncident(world.ctx, incident)).state).toBe('postmortem');
  });

  test('cannot be repeated', async () => {
    await expect(publishPostmortem(ed(), { postmortem, version })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a later version', () => {
  let later = 0;
  beforeAll(() => fanOut(world.ctx));

  test('leaves readers the published one until it is published itself', async () => {
    const sections = {
      cause: { public: 'A switch failed.' },
      summary: { public: 'Serving was down for {{downtime}}.' },
    };
    ({ version: later } = await savePostmortem(ed(), { postmortem, version, sections, explanations: [] }));
    expect(await row()).toMatchObject({ state: 'draft', publishedVersion: version });
    expect(JSON.stringify(await publicPostmortem(world.ctx, postmortem))).not.toContain('A switch failed.');
    expect((await publicIncident(world.ctx, incident)).postmortemText?.markdown).toContain('13:18 UTC');
  });

  test('needs a note for readers', async () => {
    await approved(world, { postmortem, version: later });
    await expect(publishPostmortem(ed(), { postmortem, version: later })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('edits the update, and notifies only on request', async () => {
    await publishPostmortem(ed(), { postmortem, version: later, changeNote: 'The cause names the switch.' });
    expect(await events()).toEqual(['updated readers silent']);
    const [update, ...others] = await updates();
    expect(others).toEqual([]);
    expect(update).toMatchObject({
      editedAt: expect.any(Number),
      text: expect.stringContaining('The cause names the switch.'),
    });
    const shown = await publicPostmortem(world.ctx, postmortem);
    expect(shown.versions).toMatchObject([
      { number: 2, note: 'The cause names the switch.' },
      { number: 1, note: null },
    ]);
    expect(shown.frozen.markdown).toContain('A switch failed.');
    expect(shown.publishedAt).toBeLessThanOrEqual(shown.changedAt);
  });

  test('posts a new update where the first one was retracted', async () => {
    await fanOut(world.ctx);
    const [{ publicId: update } = { publicId: '' }] = await updates();
    await retractUpdate(as(world.ctx, CORY), { incident, update, reason: 'Wrong.' });
    const saved = await savePostmortem(ed(), { postmortem, version: later, title: 'Serving down' });
    await approved(world, saved);
    await publishPostmortem(ed(), { postmortem, version: saved.version, changeNote: 'A shorter title.', notify: true });
    expect((await updates()).length).toBe(2);
    expect(await events()).toEqual(['updated readers silent', 'updated scope']);
  });
});

describe('what prevents publishing', () => {
  let other = '';
  beforeEach(async () => {
    world.clock.set(world.clock.now() + 86_400_000);
    ({ incident: other } = await anIncident(world));
  });

  test('is an open incident, and one that was reopened', async () => {
    const mine = await aPostmortem(world, other);
    expect((await postmortemForStaff(ed(), mine.postmortem)).blockers).toContainEqual({
      code: 'incident_open',
      section: null,
      count: 1,
    });
    await postUpdate(as(world.ctx, CORY), { incident: other, body: 'Over.', state: 'resolved' });
    expect((await postmortemForStaff(ed(), mine.postmortem)).blockers.map(({ code }) => code)).toEqual([
      'not_in_review',
    ]);
  });

  test('a fault at any statement publishes nothing', async () => {
    await postUpdate(as(world.ctx, CORY), { incident: other, body: 'Over.', state: 'resolved' });
    const mine = await aPostmortem(world, other);
    await approved(world, mine);
    const input = { postmortem: mine.postmortem, version: mine.version };
    const stored = async () => [
      await everything(world),
      await world.ctx.prisma.postmortem.findMany(),
      await world.ctx.prisma.postmortemVersion.findMany({
        where: { publishedAt: { not: null } },
        select: { number: true },
      }),
    ];
    const calls = await faultAtEachCall(ed(), (ctx) => publishPostmortem(ctx, input), stored);
    expect(calls).toBeGreaterThan(10);
  });
});
