import { describe, expect, test } from 'vitest';
import { auditCsv, auditNdjson } from './audit-export.ts';

type Line = Parameters<typeof auditCsv>[0] extends AsyncIterable<readonly (infer L)[]> ? L : never;

function aLine(change: Partial<Line> = {}): Line {
  return {
    seq: 7,
    at: Date.parse('2022-03-30T12:00:00.123Z'),
    actor: { kind: 'staff', id: 'ada' },
    action: 'catalog:change-region',
    object: { kind: 'region', id: 'eu' },
    before: null,
    after: null,
    reason: null,
    prevHash: '00',
    hash: 'ff',
    ...change,
  };
}

async function* parts(...lines: Line[][]): AsyncGenerator<Line[], void> {
  for (const part of lines) yield part;
}

/** Returns the row of a line with this reason, from its reason to its hash. */
async function reasonCell(reason: string): Promise<string> {
  const [, text = ''] = await Array.fromAsync(auditCsv(parts([], [aLine({ reason })])));
  return text.slice(text.indexOf(',eu,,,') + ',eu,,,'.length, text.lastIndexOf(',ff\r\n'));
}

describe('the log as CSV', () => {
  test('has one header line, also where it is read in several parts or empty', async () => {
    const text = (await Array.fromAsync(auditCsv(parts([aLine()], [aLine({ seq: 6 })], [])))).join('');
    expect(text.split('\r\n')).toEqual([
      'seq,at,actor_kind,actor_id,action,object_kind,object_id,before,after,reason,hash',
      '7,2022-03-30T12:00:00.123Z,staff,ada,catalog:change-region,region,eu,,,,ff',
      '6,2022-03-30T12:00:00.123Z,staff,ada,catalog:change-region,region,eu,,,,ff',
      '',
    ]);
    expect((await Array.fromAsync(auditCsv(parts([])))).join('').split('\r\n').length).toBe(2);
  });

  test.each([
    ['plain text', 'plain text'],
    ['a, b', '"a, b"'],
    ['a "b"', '"a ""b"""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=a,b', '"\'=a,b"'],
    ['1=1', '1=1'],
  ])('has the reason %j as %j', async (reason, cell) => {
    expect(await reasonCell(reason)).toBe(cell);
  });

  test('shows values before and after as JSON, and empty cells only for missing values', async () => {
    const line = aLine({ before: { n: 1, text: 'a, "b"' }, after: 0 });
    const [text = ''] = await Array.fromAsync(auditCsv(parts([line])));
    expect(text).toContain(',eu,"{""n"":1,""text"":""a, \\""b\\""""}",0,,ff\r\n');
  });
});

describe('the log as NDJSON', () => {
  test('has one line per entry with all its values, and no name of a person', async () => {
    const named = { ...aLine(), actor: { kind: 'staff', id: 'ada', name: 'Ada Admin' } };
    const text = (await Array.fromAsync(auditNdjson(parts([named, aLine({ seq: 6, reason: 'a\nb' })], [])))).join('');
    const lines = text.split('\n');
    expect(lines.length).toBe(3);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ ...aLine(), at: '2022-03-30T12:00:00.123Z' });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ seq: 6, reason: 'a\nb' });
  });
});
