import { beforeAll, describe, expect, test } from 'vitest';
import { appendAudit } from '#server/audit/append-audit';
import { auditCsv, auditNdjson } from '#server/audit/audit-export';
import { auditHash } from '#server/audit/audit-hash';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY, plantPerson } from '#server/test/people';
import { auditChoices, auditFilter, exportAudit, listAudit, readFilter } from './list-audit.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
let id = '';

beforeAll(async () => {
  ({ id } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator'));
  for (let n = 1; n <= 60; n++) {
    const ctx = as(world.ctx, n % 2 ? ADA : ({ ...CORY, id } as typeof CORY));
    const action = n % 3 ? ('catalog:change-region' as const) : ('catalog:add-region' as const);
    const entry = {
      action,
      object: { kind: 'region', id: n },
      before: null,
      after: { n },
      ...(n === 60 ? { reason: '=1+1, "so"\n' } : {}),
    };
    await world.ctx.prisma.$transaction((tx) => appendAudit(tx, ctx, entry));
  }
});

describe('the log', () => {
  test('is read by page, newest first, with current names', async () => {
    const first = await listAudit(ada(), {});
    expect([first.lines.length, first.lines[0]?.seq, first.older]).toEqual([50, 60, 11]);
    expect(first.lines[0]?.actor).toEqual({ kind: 'staff', id, name: 'Cory Communicator' });
    expect(first.lines[1]?.actor.name).toBeNull();
    const second = await listAudit(ada(), auditFilter({ before: '11' }));
    expect([second.lines.map((l) => l.seq), second.older]).toEqual([[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], null]);
  });

  test('is filtered by actor, action and object', async () => {
    const seqs = async (given: object) => (await listAudit(ada(), auditFilter({ ...given }))).lines.map((l) => l.seq);
    expect((await seqs({ actor: `staff:${id}`, action: '' })).every((seq) => seq % 2 === 0)).toBe(true);
    expect((await seqs({ action: 'catalog:add-region' })).length).toBe(20);
    expect(await seqs({ object: 'region:7' })).toEqual([7]);
    expect((await seqs({ object: 'region', actor: 'staff:ada', action: 'catalog:add-region' })).length).toBe(10);
    for (const given of [{ actor: 'x' }, { action: "a'--" }, { order: 'seq' }, { before: '0' }, { object: 'Region 7' }])
      expect(() => auditFilter(given)).toThrow(
        /^(Unknown filter\. Use actor, action, object, before|(actor|action|before|object): must be an? )/,
      );
    for (const object of ['alert-target:7', 'template:Over', 'source:agents/eu'])
      expect(auditFilter({ object })).toEqual({ object });
    expect(readFilter({ object: 'Region 7' })).toEqual({
      filter: {},
      fault: expect.stringContaining('object: must be a kind of object'),
    });
    const { actions, actors } = await auditChoices(ada());
    expect(actions).toEqual(['catalog:add-region', 'catalog:change-region']);
    expect(actors).toEqual(
      expect.arrayContaining([
        { kind: 'staff', id, name: 'Cory Communicator' },
        { kind: 'staff', id: 'ada', name: null },
      ]),
    );
  });

  test('has the formats of its filter in the errors, and ignores empty fields', () => {
    const fault = (given: object) => readFilter({ ...given }).fault;
    expect([
      fault({ actor: 'staff' }),
      fault({ actor: `staff:${'x'.repeat(65)}` }),
      fault({ action: 'token' }),
      fault({ action: `token:${'x'.repeat(59)}` }),
      fault({ object: 'token:a\u0000' }),
      fault({ before: '1.5' }),
      fault({ until: '2' }),
    ]).toEqual([
      'actor: must be an actor like "staff:ada" or "token:7".',
      'actor: must be an actor like "staff:ada" or "token:7".',
      'action: must be an action like "token:revoke".',
      'action: must be an action like "token:revoke".',
      'object: must be a kind of object like "incident", or one object like "token:7".',
      'before: must be a whole number of at least 1.',
      'Unknown filter. Use actor, action, object, before.',
    ]);
    expect(auditFilter({ actor: '', action: undefined, object: 'token', before: '' })).toEqual({ object: 'token' });
  });

  test('has a part of Candor as the actor of its own changes, by name', async () => {
    const system = as(world.ctx, { kind: 'system', name: 'cli' });
    const entry = {
      action: 'status:rebuild',
      object: { kind: 'component', id: 'a:b' },
      before: null,
      after: undefined,
    };
    await world.ctx.prisma.$transaction((tx) => appendAudit(tx, system, { ...entry, action: 'status:rebuild' }));
    const { lines } = await listAudit(ada(), auditFilter({ actor: 'system:cli', object: 'component:a:b' }));
    expect(lines).toMatchObject([{ actor: { kind: 'system', id: 'cli', name: null }, after: null, reason: null }]);
    expect((await listAudit(ada(), auditFilter({ object: 'component:a' }))).lines).toEqual([]);
  });

  test('is for those who may read it', async () => {
    for (const work of [
      listAudit,
      (...given: Parameters<typeof exportAudit>) => exportAudit(...given).next(),
      auditChoices,
    ])
      await expect(work(as(world.ctx, CORY), {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join('');
}

describe('an export', () => {
  test.each([1, 7, 59, 60, 61])(
    'holds all that fits, %i at a time, and nothing that is written meanwhile',
    async (atOnce) => {
      const fitting = auditFilter({ object: 'region', before: '61' });
      const parts = exportAudit(ada(), fitting, atOnce);
      const first = await parts.next();
      const entry = {
        action: 'catalog:change-region',
        object: { kind: 'region', id: 1 },
        before: null,
        after: null,
      } as const;
      await world.ctx.prisma.$transaction((tx) => appendAudit(tx, ada(), entry));
      const seqs = [...(first.value ?? []), ...(await Array.fromAsync(parts)).flat()].map(({ seq }) => seq);
      expect(seqs).toEqual(Array.from({ length: 60 }, (_, i) => 60 - i));
      expect((await whole(auditCsv(exportAudit(ada(), fitting, atOnce)))).split('\r\n')).toHaveLength(62);
    },
  );

  test('without entries is empty, or a header line', async () => {
    const none = auditFilter({ object: 'region:none' });
    expect(await whole(auditNdjson(exportAudit(ada(), none)))).toBe('');
    expect((await whole(auditCsv(exportAudit(ada(), none)))).split('\r\n')).toHaveLength(2);
  });

  test('as NDJSON can be read back, and names people by id', async () => {
    const text = await whole(auditNdjson(exportAudit(ada(), { before: 61 })));
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([entries.length, entries[0].after, entries[0].actor, text.includes('Cory')]).toEqual([
      60,
      { n: 60 },
      { kind: 'staff', id },
      false,
    ]);
    for (const [i, { at, prevHash, hash, ...entry }] of entries.entries()) {
      expect(auditHash(Buffer.from(prevHash, 'hex'), { ...entry, at: new Date(at) }).toString('hex')).toBe(hash); // the export is enough to verify the chain
      expect(prevHash).toBe(entries[i + 1]?.hash ?? '00'.repeat(32));
    }
  });

  test('as CSV contains no formula', async () => {
    const [line] = (await listAudit(ada(), auditFilter({ object: 'region:60' }))).lines;
    const csv = await whole(auditCsv(exportAudit(ada(), auditFilter({ object: 'region:60' }))));
    expect(csv.split('\r\n')[0]).toBe(
      'seq,at,actor_kind,actor_id,action,object_kind,object_id,before,after,reason,hash',
    );
    expect(csv).toContain(
      `60,2022-03-30T12:00:00.000Z,staff,${id},catalog:add-region,region,60,,"{""n"":60}","'=1+1, ""so""\n",${line?.hash}\r\n`,
    );
  });
});
