import { csvOf } from '#server/csv';

type Line = {
  seq: number;
  at: number;
  actor: { kind: string; id: string };
  action: string;
  object: { kind: string; id: string };
  before: unknown;
  after: unknown;
  reason: string | null;
  prevHash: string;
  hash: string;
};

type Parts = AsyncIterable<readonly Line[]>;

/** Streams entries as NDJSON. People appear by id only. */
export async function* auditNdjson(parts: Parts): AsyncGenerator<string, void> {
  for await (const lines of parts) yield ndjsonOf(lines);
}

function ndjsonOf(lines: readonly Line[]): string {
  return lines
    .map(({ seq, at, actor, ...rest }) => {
      const { action, object, before, after, reason, prevHash, hash } = rest;
      const entry = {
        seq,
        at: new Date(at).toISOString(),
        actor: { kind: actor.kind, id: actor.id },
        action,
        object,
        before,
        after,
        reason,
        prevHash,
        hash,
      };
      return `${JSON.stringify(entry)}\n`;
    })
    .join('');
}

const HEAD = [
  'seq',
  'at',
  'actor_kind',
  'actor_id',
  'action',
  'object_kind',
  'object_id',
  'before',
  'after',
  'reason',
  'hash',
];

function json(value: unknown): string {
  return value === null ? '' : JSON.stringify(value);
}

/** Streams entries as CSV with a header line. People appear by id only. */
export async function* auditCsv(parts: Parts): AsyncGenerator<string, void> {
  let head = [HEAD];
  for await (const lines of parts) {
    yield csvOf([...head, ...lines.map(cellsOf)]);
    head = [];
  }
}

function cellsOf(l: Line): string[] {
  return [
    String(l.seq),
    new Date(l.at).toISOString(),
    l.actor.kind,
    l.actor.id,
    l.action,
    l.object.kind,
    l.object.id,
    json(l.before),
    json(l.after),
    l.reason ?? '',
    l.hash,
  ];
}
