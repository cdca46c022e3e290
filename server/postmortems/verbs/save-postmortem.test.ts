import { describe, expect, test } from 'vitest';
import type { ActingContext } from '#server/actor';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, ED } from '#server/test/people';
import { commentPostmortem } from './comment-postmortem.ts';
import { createPostmortem } from './create-postmortem.ts';
import { promisePostmortem } from './promise-postmortem.ts';
import { resolveComment } from './resolve-comment.ts';
import { savePostmortem } from './save-postmortem.ts';

const world = testWorld();
const [ed, ada] = [() => as(world.ctx, ED), () => as(world.ctx, ADA)];
const started = async () => {
  const { incident } = await anIncident(world);
  return { incident, ...(await createPostmortem(ed(), { incidents: [incident] })) };
};
const stored = (publicId: string) => world.ctx.prisma.postmortem.findUniqueOrThrow({ where: { publicId } });
const lastAudit = async () => world.ctx.prisma.auditRow.findFirstOrThrow({ orderBy: { seq: 'desc' } });

describe('starting', () => {
  test('needs an incident without a post-mortem, and names the one that exists', async () => {
    const { incident, postmortem } = await started();
    await expect(createPostmortem(ada(), { incidents: [incident] })).rejects.toMatchObject({
      code: 'conflict',
      more: { postmortem },
    });
  });

  test('once, if it is repeated with the same key', async () => {
    const { incident } = await anIncident(world);
    const input = { incidents: [incident], idempotencyKey: 'start-1' };
    expect(await createPostmortem(ed(), input)).toEqual(await createPostmortem(ed(), input));
    await expect(createPostmortem(ed(), { ...input, title: 'Other' })).rejects.toMatchObject({ code: 'key_reused' });
  });

  test('takes the title of the incident', async () => {
    expect(await stored((await started()).postmortem)).toMatchObject({
      title: 'Slow answers',
      state: 'draft',
      version: 1,
    });
  });
});

describe('saving', () => {
  test('changes only what it names, in a new version', async () => {
    const { postmortem, version } = await started();
    const first = await savePostmortem(ed(), {
      postmortem,
      version,
      sections: { cause: { public: 'A failure.', internal: 'Ask them.' } },
    });
    const second = await savePostmortem(ada(), {
      postmortem,
      version: first.version,
      sections: { cause: { public: 'A network failure.' } },
    });
    const { id } = await stored(postmortem);
    const { content } = await world.ctx.prisma.postmortemVersion.findUniqueOrThrow({
      where: { postmortemId_number: { postmortemId: id, number: second.version } },
    });
    expect(content).toMatchObject({ sections: { cause: { public: 'A network failure.', internal: 'Ask them.' } } });
  });

  test('of the same text writes no version', async () => {
    const { postmortem, version } = await started();
    const explanations = [
      { section: 'impact' as const, claimed: '13:18', fact: 'episode.1.start', reason: 'From the logs of partners.' },
    ];
    const saved = await savePostmortem(ed(), { postmortem, version, explanations });
    expect(await savePostmortem(ed(), { postmortem, version: saved.version, explanations })).toEqual(saved);
  });

  test('answers with the check of the new text', async () => {
    const { postmortem, version } = await started();
    const sections = { cause: { public: 'The root cause was a human error on db.example.net, for 5 minutes.' } };
    const { findings, advice, blockers } = await savePostmortem(ed(), { postmortem, version, sections });
    expect(findings).toContainEqual(expect.objectContaining({ section: 'cause', text: '5 minutes', kind: 'duration' }));
    expect(advice.map(({ code }) => code)).toEqual(expect.arrayContaining(['single_cause', 'blame']));
    expect(blockers).toContainEqual({ code: 'section_missing', section: 'actions', count: 1 });
  });

  test('refuses a text that is longer than what the check reads', async () => {
    const { postmortem, version } = await started();
    const text = { public: 'word '.repeat(4_000) };
    const sections = { impact: text, cause: text, lessons: text };
    await expect(savePostmortem(ed(), { postmortem, version, sections })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('50000 characters'),
    });
  });

  test('on the basis of an old version answers with both texts', async () => {
    const { postmortem, version } = await started();
    await savePostmortem(ada(), { postmortem, version, title: 'Theirs' });
    await expect(savePostmortem(ed(), { postmortem, version, title: 'Mine' })).rejects.toMatchObject({
      code: 'conflict',
      more: { yours: { title: 'Mine' }, theirs: { version: version + 1, title: 'Theirs' } },
    });
  });

  test('keeps the versions of different people, and one per ten minutes of one person', async () => {
    const { postmortem, version } = await started();
    const { id } = await stored(postmortem);
    const numbers = async () =>
      (
        await world.ctx.prisma.postmortemVersion.findMany({ where: { postmortemId: id }, orderBy: { number: 'asc' } })
      ).map(({ number }) => number);
    const save = (ctx: ActingContext, basis: number) =>
      savePostmortem(ctx, { postmortem, version: basis, title: `Title ${basis}` });
    await save(ed(), version);
    await save(ed(), 2);
    expect(await numbers()).toEqual([1, 3]);
    await save(ada(), 3);
    expect(await numbers()).toEqual([1, 3, 4]);
    world.clock.set(world.clock.now() + 10 * 60_000);
    await save(ada(), 4);
    expect(await numbers()).toEqual([1, 3, 4, 5]);
  });

  test('sorts the timeline, and changes the incidents before the first publication', async () => {
    const { postmortem, version, incident } = await started();
    const other = (await anIncident(world)).incident;
    const timeline = [
      { at: '2022-03-30T12:05:00Z', text: 'Later.' },
      { at: '2022-03-30T12:00:00Z', text: 'Earlier.' },
    ];
    await savePostmortem(ed(), { postmortem, version, incidents: [other, incident], timeline });
    const { id } = await stored(postmortem);
    expect(await world.ctx.prisma.postmortemIncident.count({ where: { postmortemId: id } })).toBe(2);
    const { content } = await world.ctx.prisma.postmortemVersion.findFirstOrThrow({
      where: { postmortemId: id },
      orderBy: { number: 'desc' },
    });
    expect(content).toMatchObject({ timeline: [{ text: 'Earlier.' }, { text: 'Later.' }] });
  });
});

describe('comments', () => {
  test('have replies in the same section, and are resolved once', async () => {
    const { postmortem } = await started();
    const { comment } = await commentPostmortem(ada(), {
      postmortem,
      section: 'cause',
      quote: 'all instances',
      body: 'Why?',
    });
    const reply = await commentPostmortem(ed(), { postmortem, body: 'It had no limit.', replyTo: comment });
    await commentPostmortem(ada(), { postmortem, body: 'Thanks.', replyTo: reply.comment });
    const { id } = await stored(postmortem);
    const rows = await world.ctx.prisma.postmortemComment.findMany({
      where: { postmortemId: id },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ parentId, section }) => [parentId, section])).toEqual([
      [null, 'cause'],
      [comment, 'cause'],
      [comment, 'cause'],
    ]);
    await resolveComment(ed(), { postmortem, comment });
    const audited = (await lastAudit()).seq;
    await resolveComment(ada(), { postmortem, comment });
    expect((await lastAudit()).seq).toBe(audited);
    await expect(resolveComment(ed(), { postmortem, comment: reply.comment })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a promise', () => {
  test('starts the post-mortem, and can be changed and withdrawn', async () => {
    const { incident } = await anIncident(world);
    const { postmortem } = await promisePostmortem(ed(), { incident, promisedOn: '2022-04-15' });
    expect(await stored(postmortem ?? '')).toMatchObject({ promisedOn: new Date('2022-04-15'), version: 1 });
    expect(await promisePostmortem(ed(), { incident, promisedOn: '2022-04-20' })).toEqual({ postmortem });
    await promisePostmortem(ed(), { incident, promisedOn: null });
    expect(await stored(postmortem ?? '')).toMatchObject({ promisedOn: null });
  });

  test('that is withdrawn where there is none starts nothing', async () => {
    const { incident } = await anIncident(world);
    expect(await promisePostmortem(ed(), { incident, promisedOn: null })).toEqual({ postmortem: null });
  });
});
