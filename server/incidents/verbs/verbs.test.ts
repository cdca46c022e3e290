import { describe, expect, test } from 'vitest';
import type { Role } from '#domain/access/permission';
import type { ActingContext, Actor } from '#server/actor';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { anIncident, everything } from '#server/test/incidents';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { acknowledgeIncident } from './acknowledge-incident.ts';
import { addNote } from './add-note.ts';
import { backfillIncident } from './backfill-incident.ts';
import { editUpdate } from './edit-update.ts';
import { linkIncidents } from './link-incidents.ts';
import { mergeIncident } from './merge-incident.ts';
import { openIncident } from './open-incident.ts';
import { postUpdate } from './post-update.ts';
import { resolveIncident } from './resolve-incident.ts';
import { retractUpdate } from './retract-update.ts';
import { saveDraft } from './save-draft.ts';
import { saveTemplate } from './save-template.ts';
import { unlinkIncidents } from './unlink-incidents.ts';
import { withdrawIncident } from './withdraw-incident.ts';

const world = testWorld();
const T0 = Date.parse('2022-03-30T12:00:00Z');
const PEOPLE: [Role, Actor][] = [
  ['viewer', VERA],
  ['communicator', CORY],
  ['editor', ED],
  ['admin', ADA],
];
const ago = (ms: number) => new Date(T0 - ms).toISOString();

type Answer = Promise<Record<string, unknown>>;
type Case = {
  name: string;
  verb: (ctx: ActingContext, input: never) => Answer;
  least: Role;
  /** Valid input, for an incident of its own. */
  input: () => Promise<Record<string, unknown>>;
  invalid: Record<string, unknown>;
  /** The outcome of a repeat of the same input. */
  again: 'same' | 'more' | 'conflict';
};

const incident = async () => ({ incident: (await anIncident(world)).incident });
const update = async () => {
  const { incident: id, update: updateId } = await anIncident(world);
  return { incident: id, update: updateId };
};
/** Leaves an incident as incident automation does. */
const detected = async () => {
  const { incident: id } = await anIncident(world, { state: 'detected' });
  await world.ctx.prisma.incident.update({ where: { publicId: id }, data: { acknowledgedAt: null } });
  return { incident: id };
};
const two = async () => ({ ...(await incident()), to: (await incident()).incident });
const linked = async () => {
  const pair = await two();
  await linkIncidents(as(world.ctx, ADA), pair);
  return pair;
};
let names = 0;

const CASES: Case[] = [
  {
    name: 'open',
    verb: openIncident,
    least: 'communicator',
    input: async () => ({ title: 'A', body: 'b' }),
    invalid: { title: '' },
    again: 'more',
  },
  {
    name: 'post',
    verb: postUpdate,
    least: 'communicator',
    input: async () => ({ ...(await incident()), body: 'b', state: 'identified' }),
    invalid: { body: ' ' },
    again: 'more',
  },
  {
    name: 'edit',
    verb: editUpdate,
    least: 'communicator',
    input: async () => ({ ...(await update()), version: 1, body: 'new' }),
    invalid: { version: 0 },
    again: 'same',
  },
  {
    name: 'retract',
    verb: retractUpdate,
    least: 'communicator',
    input: async () => ({ ...(await update()), reason: 'wrong' }),
    invalid: { reason: '' },
    again: 'same',
  },
  {
    name: 'draft',
    verb: saveDraft,
    least: 'communicator',
    input: async () => ({ ...(await incident()), version: 0, content: { body: 'b' } }),
    invalid: { content: { role: 'admin' } },
    again: 'conflict',
  },
  {
    name: 'note',
    verb: addNote,
    least: 'communicator',
    input: async () => ({ ...(await incident()), body: 'b' }),
    invalid: { body: 'a\u0000b' },
    again: 'more',
  },
  {
    name: 'confirm',
    verb: acknowledgeIncident,
    least: 'communicator',
    input: detected,
    invalid: { body: '' },
    again: 'same',
  },
  {
    name: 'merge',
    verb: mergeIncident,
    least: 'communicator',
    input: async () => ({ ...(await incident()), into: (await incident()).incident, reason: 'the same' }),
    invalid: { into: "' OR 1=1 --" },
    again: 'conflict',
  },
  { name: 'link', verb: linkIncidents, least: 'communicator', input: two, invalid: { to: 'x' }, again: 'same' },
  { name: 'unlink', verb: unlinkIncidents, least: 'communicator', input: linked, invalid: { to: '' }, again: 'same' },
  {
    name: 'withdraw',
    verb: withdrawIncident,
    least: 'communicator',
    input: async () => ({ ...(await incident()), reason: 'a drill' }),
    invalid: { reason: 7 },
    again: 'conflict',
  },
  {
    name: 'resolve',
    verb: resolveIncident,
    least: 'communicator',
    input: async () => ({ ...(await incident()), body: 'b' }),
    invalid: { notify: 'yes' },
    again: 'conflict',
  },
  {
    name: 'backfill',
    verb: backfillIncident,
    least: 'editor',
    input: async () => ({
      title: 'Old',
      startedAt: ago(9_000),
      updates: [{ state: 'resolved', body: 'b', occurredAt: ago(3_000) }],
    }),
    invalid: { updates: [{ state: 'identified', body: 'b', occurredAt: ago(3_000) }] },
    again: 'more',
  },
  {
    name: 'template',
    verb: saveTemplate,
    least: 'editor',
    input: async () => ({ name: `t${names++}`, body: 'Since {{since}}', version: 0 }),
    invalid: { body: '{{secret}}' },
    again: 'conflict',
  },
];

const BAD_TEXTS = ['a\u0000b', 'a\ud800b', 'a\udc00', '\u001b[31m'];

/** Returns the input once per text in it, at any depth, with that text made invalid. */
function texts(given: Record<string, unknown>, bad: string): Record<string, unknown>[] {
  return Object.entries(given).flatMap(([key, value]) => {
    if (typeof value === 'string') return [{ ...given, [key]: bad }];
    if (Array.isArray(value))
      return value.flatMap((one, i) => texts(one, bad).map((wrong) => ({ ...given, [key]: value.with(i, wrong) })));
    return typeof value === 'object' && value !== null
      ? texts(value as Record<string, unknown>, bad).map((wrong) => ({ ...given, [key]: wrong }))
      : [];
  });
}

describe.each(CASES)('to $name', ({ verb, least, input, invalid, again }) => {
  const call = (ctx: ActingContext, given: Record<string, unknown>) => verb(ctx, given as never);

  test.each(PEOPLE)('is for the least role and those above it: %s', async (role, person) => {
    const given = await input();
    const mayIt = PEOPLE.findIndex(([one]) => one === role) >= PEOPLE.findIndex(([one]) => one === least);
    const before = await everything(world);
    const outcome = await call(as(world.ctx, person), given).catch((error: { code: string }) => error.code);
    expect(outcome === 'forbidden').toBe(!mayIt);
    if (!mayIt) expect(await everything(world)).toEqual(before);
    else expect((await everything(world)).audited).toBe(before.audited + 1);
  });

  test('is refused for a token of another scope, and granted for one of its own', async () => {
    const given = await input();
    const token = (scopes: ('incidents:read' | 'incidents:write' | 'incidents:backfill' | 'templates:write')[]) =>
      as(world.ctx, { kind: 'token', id: 1, scopes });
    await expect(call(token(['incidents:read']), given)).rejects.toMatchObject({ code: 'forbidden' });
    await call(token(['incidents:write', 'incidents:backfill', 'templates:write']), given);
  });

  test('rejects unknown fields, and changes nothing for invalid input', async () => {
    const given = await input();
    const before = await everything(world);
    for (const wrong of [invalid, { id: 1 }, { role: 'admin' }, { partnerId: 1 }, { publicAt: ago(0) }])
      await expect(call(as(world.ctx, ADA), { ...given, ...wrong })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call(as(world.ctx, ADA), null as never)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await everything(world)).toEqual(before);
  });

  test.each(BAD_TEXTS)('takes no text that cannot be stored: %j', async (bad) => {
    const given = await input();
    const before = await everything(world);
    for (const wrong of texts(given, bad))
      await expect(call(as(world.ctx, ADA), wrong)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await everything(world)).toEqual(before);
  });

  test('repeated', async () => {
    const given = await input();
    const first = await call(as(world.ctx, ADA), given);
    const before = await everything(world);
    const second = await call(as(world.ctx, ADA), given).catch((error: { code: string }) => error.code);
    if (again === 'conflict') expect(second).toBe('conflict');
    if (again === 'same') expect(JSON.stringify(second)).toContain(JSON.stringify(Object.values(first)[0]));
    expect(JSON.stringify(await everything(world)) === JSON.stringify(before)).toBe(again !== 'more');
  });

  test('with a fault at the n-th database call writes both the change and its audit row, or neither', async () => {
    const given = await input();
    const before = await everything(world);
    const calls = await faultAtEachCall(
      as(world.ctx, ADA),
      (ctx) => call(ctx, given),
      () => everything(world),
    );
    const after = await everything(world);
    expect(calls).toBeGreaterThan(3);
    expect(after.audited).toBe(before.audited + 1);
    expect(after.rows).not.toBe(before.rows);
  });
});

test('a missing incident changes nothing', async () => {
  for (const verb of [addNote, withdrawIncident] as ((ctx: ActingContext, input: never) => Answer)[])
    await expect(
      verb(as(world.ctx, ADA), { incident: 'zzzzzzzzzzzz', body: 'b', reason: 'r' } as never),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(addNote(as(world.ctx, ADA), { incident: 'zzzzzzzzzzzz', body: 'b' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const [a, b] = [await update(), await update()];
  await expect(
    retractUpdate(as(world.ctx, ADA), { incident: a.incident, update: b.update, reason: 'r' }),
  ).rejects.toMatchObject({ code: 'not_found' });
});
