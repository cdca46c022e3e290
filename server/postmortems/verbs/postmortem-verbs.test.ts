import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#domain/access/permission';
import { POSTMORTEM_STATES, type PostmortemState } from '#domain/postmortem/postmortem';
import type { ActingContext, Actor } from '#server/actor';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, CORY, ED, plantPerson, VERA } from '#server/test/people';
import { addActionItem } from './add-action-item.ts';
import { approvePostmortem } from './approve-postmortem.ts';
import { changeActionItem } from './change-action-item.ts';
import { commentPostmortem } from './comment-postmortem.ts';
import { createPostmortem } from './create-postmortem.ts';
import { promisePostmortem } from './promise-postmortem.ts';
import { removeActionItem } from './remove-action-item.ts';
import { requestChanges } from './request-changes.ts';
import { requestReview } from './request-review.ts';
import { resolveComment } from './resolve-comment.ts';
import { savePostmortem } from './save-postmortem.ts';

const world = testWorld();
const PEOPLE: [Role, Actor][] = [
  ['viewer', VERA],
  ['communicator', CORY],
  ['editor', ED],
  ['admin', ADA],
];
const WRITER: Actor = { kind: 'token', id: 7, scopes: ['postmortems:write'] };
const OTHER: Actor = { kind: 'token', id: 8, scopes: ['incidents:write', 'incidents:read'] };
const [ed, ada] = [() => as(world.ctx, ED), () => as(world.ctx, ADA)];

const started = async () => {
  const { incident } = await anIncident(world);
  return { incident, ...(await createPostmortem(ed(), { incidents: [incident] })) };
};
const inReview = async () => {
  const { postmortem, version } = await started();
  return requestReview(ed(), { postmortem, version });
};
const approvedOne = async () => approvePostmortem(ada(), await inReview());
const withItem = async () => {
  const { postmortem } = await started();
  return { postmortem, ...(await addActionItem(ed(), { postmortem, ...ITEM })) };
};
const withComment = async () => {
  const { postmortem } = await started();
  return { postmortem, ...(await commentPostmortem(ed(), { postmortem, body: 'Why?' })) };
};
const stored = (publicId: string) => world.ctx.prisma.postmortem.findUniqueOrThrow({ where: { publicId } });
const lastAudit = async () => world.ctx.prisma.auditRow.findFirstOrThrow({ orderBy: { seq: 'desc' } });

const ITEM = { action: 'Limit how many instances reload', owner: 'Serving team', dueOn: '2022-05-01' };
type Case = {
  name: string;
  verb: (ctx: ActingContext, input: never) => Promise<object>;
  input: () => Promise<object>;
  invalid: object;
  action: string;
};
const CASES: Case[] = [
  {
    name: 'start',
    verb: createPostmortem,
    input: async () => ({ incidents: [(await anIncident(world)).incident] }),
    invalid: { incidents: [] },
    action: 'postmortem:create',
  },
  {
    name: 'save',
    verb: savePostmortem,
    input: async () => {
      const { postmortem, version } = await started();
      return { postmortem, version, sections: { cause: { public: 'A network failure.' } } };
    },
    invalid: { sections: { other: {} } },
    action: 'postmortem:save',
  },
  {
    name: 'request a review',
    verb: requestReview,
    input: async () => {
      const { postmortem, version } = await started();
      return { postmortem, version };
    },
    invalid: { approver: 'none' },
    action: 'postmortem:request-review',
  },
  {
    name: 'request changes',
    verb: requestChanges,
    input: async () => ({ ...(await inReview()), reason: 'Too short.' }),
    invalid: { reason: ' ' },
    action: 'postmortem:request-changes',
  },
  {
    name: 'comment',
    verb: commentPostmortem,
    input: async () => ({ postmortem: (await started()).postmortem, section: 'cause', body: 'Why?' }),
    invalid: { section: 'other' },
    action: 'postmortem:comment',
  },
  {
    name: 'resolve a comment',
    verb: resolveComment,
    input: withComment,
    invalid: { comment: 0 },
    action: 'postmortem:resolve-comment',
  },
  {
    name: 'add an item',
    verb: addActionItem,
    input: async () => ({ postmortem: (await started()).postmortem, ...ITEM }),
    invalid: { dueOn: '2022-02-30' },
    action: 'postmortem:add-item',
  },
  {
    name: 'change an item',
    verb: changeActionItem,
    input: async () => ({ ...(await withItem()), state: 'in_progress' }),
    invalid: { evidenceUrl: 'javascript:alert(1)' },
    action: 'postmortem:change-item',
  },
  {
    name: 'remove an item',
    verb: removeActionItem,
    input: withItem,
    invalid: { item: 'x' },
    action: 'postmortem:remove-item',
  },
  {
    name: 'promise',
    verb: promisePostmortem,
    input: async () => ({ incident: (await anIncident(world)).incident, promisedOn: '2022-04-15' }),
    invalid: { promisedOn: '2022-03-29' },
    action: 'postmortem:promise',
  },
];
const call = ({ verb }: Case, actor: Actor, input: object) => verb(as(world.ctx, actor), input as never);

describe.each(CASES)('$name', (verb) => {
  test.each(PEOPLE)('%s', async (role, person) => {
    const outcome = call(verb, person, await verb.input());
    if (role === 'editor' || role === 'admin') await outcome;
    else await expect(outcome).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a token needs the scope for post-mortems', async () => {
    await call(verb, WRITER, await verb.input());
    await expect(call(verb, OTHER, await verb.input())).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('is audited, with the post-mortem as its object', async () => {
    await call(verb, ADA, await verb.input());
    expect(await lastAudit()).toMatchObject({ action: verb.action, objectKind: 'postmortem', actorId: 'ada' });
  });

  test('refuses an invalid value, and an unknown post-mortem or incident', async () => {
    const input = await verb.input();
    await expect(call(verb, ED, { ...input, ...verb.invalid })).rejects.toMatchObject({ code: 'invalid_input' });
    const unknown =
      'postmortem' in input
        ? { postmortem: 'none00000001' }
        : 'incident' in input
          ? { incident: 'none00000001' }
          : { incidents: ['none00000001'] };
    await expect(call(verb, ED, { ...input, ...unknown })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('approving needs a second person', () => {
  test('an editor or admin approves what another person wrote', async () => {
    const input = await inReview();
    for (const person of [VERA, CORY])
      await expect(approvePostmortem(as(world.ctx, person), input)).rejects.toMatchObject({ code: 'forbidden' });
    await approvePostmortem(ada(), input);
    expect(await stored(input.postmortem)).toMatchObject({ state: 'approved', approvedBy: 'ada' });
    expect(await lastAudit()).toMatchObject({ action: 'postmortem:approve' });
  });

  test('its author cannot', async () => {
    await expect(approvePostmortem(ed(), await inReview())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a token cannot, and no one can approve what a token wrote', async () => {
    await expect(approvePostmortem(as(world.ctx, WRITER), await inReview())).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { incident } = await anIncident(world);
    const written = await createPostmortem(as(world.ctx, WRITER), { incidents: [incident] });
    const input = await requestReview(ed(), written);
    await expect(approvePostmortem(ada(), input)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('token'),
    });
  });

  test('who edits the text last is its author', async () => {
    const { postmortem, version } = await inReview();
    const saved = await savePostmortem(ada(), { postmortem, version, title: 'Another title' });
    expect(saved).toMatchObject({ version: version + 1, state: 'in_review' });
    await expect(approvePostmortem(ada(), { postmortem, version: saved.version })).rejects.toMatchObject({
      code: 'conflict',
    });
    await approvePostmortem(ed(), { postmortem, version: saved.version });
  });

  test('an edit after the approval returns it to review', async () => {
    const { postmortem, version } = await approvedOne();
    const saved = await savePostmortem(ed(), { postmortem, version, title: 'Another title' });
    expect(saved.state).toBe('in_review');
    expect(await stored(postmortem)).toMatchObject({ approvedAt: null, approvedBy: null });
    await expect(approvePostmortem(ada(), { postmortem, version })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('each step needs its state', () => {
  const STEPS: [string, (input: { postmortem: string; version: number }) => Promise<unknown>, PostmortemState[]][] = [
    ['a request for review', (input) => requestReview(ed(), input), ['draft']],
    ['an approval', (input) => approvePostmortem(ada(), input), ['in_review']],
    [
      'a request for changes',
      (input) => requestChanges(ada(), { ...input, reason: 'Too short.' }),
      ['in_review', 'approved'],
    ],
  ];
  const BEFORE: Partial<Record<PostmortemState, () => Promise<{ postmortem: string; version: number }>>> = {
    draft: started,
    in_review: inReview,
    approved: approvedOne,
  };

  test.each(STEPS)('%s', async (_, step, states) => {
    for (const state of POSTMORTEM_STATES) {
      const before = BEFORE[state];
      if (!before) continue;
      const { postmortem, version } = await before();
      const outcome = step({ postmortem, version });
      if (states.includes(state)) await outcome;
      else await expect(outcome, state).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  test('and the version that the actor has seen', async () => {
    const { postmortem, version } = await started();
    await savePostmortem(ed(), { postmortem, version, title: 'Another title' });
    await expect(requestReview(ed(), { postmortem, version })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('changes return it to its author with the reason as a comment', async () => {
    const input = await approvedOne();
    await requestChanges(ada(), { ...input, reason: 'Say why the reload was not limited.' });
    const { id, state } = await stored(input.postmortem);
    const comment = await world.ctx.prisma.postmortemComment.findFirstOrThrow({ where: { postmortemId: id } });
    expect([state, comment.body, comment.authorId, comment.section]).toEqual([
      'draft',
      'Say why the reload was not limited.',
      'ada',
      null,
    ]);
  });
});

describe('a review', () => {
  beforeAll(() => plantPerson(world.ctx, 'Ada Admin', 'admin'));

  test('can name the person who is asked to approve', async () => {
    const { id: approver } = await world.ctx.prisma.staff.findFirstOrThrow();
    const { postmortem, version } = await started();
    await requestReview(ed(), { postmortem, version, approver });
    expect(await stored(postmortem)).toMatchObject({ approverId: approver, state: 'in_review' });
  });
});
