import { z } from 'zod';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { objectNames } from './object-names.ts';

const ENTRIES_A_PAGE = 50;
const EXPORTED_AT_ONCE = 1_000;
const NAMES_MAX = 500;

/** `actor` is an actor's kind and id, like `staff:1f…`. `before` returns entries with smaller numbers only. */
const filterSchema = z.strictObject({
  actor: z
    .string()
    .regex(/^(staff|token|system):[\w.-]{1,64}$/)
    .optional(),
  action: z
    .string()
    .regex(/^[a-z_-]+:[a-z_-]+$/)
    .max(64)
    .optional(),
  object: z
    .string()
    .regex(/^[a-z_-]{1,64}(:[^\p{Cc}\p{Cs}]{1,200})?$/u)
    .optional(),
  before: z.coerce.number().int().min(1).optional(),
});

export type AuditFilter = z.infer<typeof filterSchema>;
export type AuditLine = {
  seq: number;
  at: number;
  actor: { kind: string; id: string };
  action: string;
  object: { kind: string; id: string };
  before: unknown;
  after: unknown;
  reason: string | null;
  /** Hashes in hex that chain the entry to the previous one. */
  prevHash: string;
  hash: string;
};

/** `name` and `href` of the object: its current name and its page in the console, if it has them. */
export type NamedAuditLine = AuditLine & {
  actor: { name: string | null };
  object: { name: string | null; href: string | null };
};

const FILTER_FORMATS: Record<string, string> = {
  actor: 'an actor like "staff:ada" or "token:7"',
  action: 'an action like "token:revoke"',
  object: 'a kind of object like "incident", or one object like "token:7"',
  before: 'a whole number of at least 1',
};

function filterFault({ issues }: z.ZodError): string {
  const field = String(issues[0]?.path[0] ?? '');
  const format = FILTER_FORMATS[field];
  return format ? `${field}: must be ${format}.` : `Unknown filter. Use ${Object.keys(FILTER_FORMATS).join(', ')}.`;
}

/** Parses the filter in the query of an address; ignores empty fields. Errors: invalid_input. */
export function auditFilter(given: Record<string, unknown>): AuditFilter {
  const parsed = filterSchema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== undefined)),
  );
  if (!parsed.success) throw new AppError('invalid_input', filterFault(parsed.error));
  return parsed.data;
}

/** Parses the filter for a page, which ignores an invalid one and shows the message in `fault`. */
export function readFilter(given: Record<string, unknown>): { filter: AuditFilter; fault: string | null } {
  try {
    return { filter: auditFilter(given), fault: null };
  } catch (error) {
    if (error instanceof AppError) return { filter: {}, fault: error.message };
    throw error;
  }
}

function whereOf({ actor, action, object, before }: AuditFilter): Prisma.AuditRowWhereInput {
  const [actorKind, actorId] = actor?.split(/:(.*)/) ?? [];
  const [objectKind, objectId] = object?.split(/:(.*)/) ?? [];
  return {
    ...(actorKind && actorId ? { actorKind, actorId } : {}),
    ...(action ? { action } : {}),
    ...(objectKind ? { objectKind, ...(objectId ? { objectId } : {}) } : {}),
    ...(before ? { seq: { lt: before } } : {}),
  };
}

async function read(ctx: ActingContext, filter: AuditFilter, count: number): Promise<AuditLine[]> {
  const rows = await ctx.prisma.auditRow.findMany({ where: whereOf(filter), orderBy: { seq: 'desc' }, take: count });
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at.getTime(),
    actor: { kind: row.actorKind, id: row.actorId },
    action: row.action,
    object: { kind: row.objectKind, id: row.objectId },
    before: row.before,
    after: row.after,
    reason: row.reason,
    prevHash: Buffer.from(row.prevHash).toString('hex'),
    hash: Buffer.from(row.hash).toString('hex'),
  }));
}

/**
 * Reads a page of the log, newest first, with the current names of actors and objects. `older` is the `before` of the next page, or null on the last.
 * Errors: forbidden.
 */
export async function listAudit(
  ctx: ActingContext,
  filter: AuditFilter,
): Promise<{ lines: NamedAuditLine[]; older: number | null }> {
  authorize(ctx, 'audit:read');
  const lines = await read(ctx, filter, ENTRIES_A_PAGE + 1);
  const shown = lines.slice(0, ENTRIES_A_PAGE);
  const nameOf = await objectNames(
    ctx,
    shown.flatMap(({ actor, object }) => [actor, object]),
  );
  const named = shown.map((line) => ({
    ...line,
    actor: { ...line.actor, name: nameOf(line.actor)?.name ?? null },
    object: { ...line.object, name: nameOf(line.object)?.name ?? null, href: nameOf(line.object)?.href ?? null },
  }));
  return { lines: named, older: lines.length > ENTRIES_A_PAGE ? (shown.at(-1)?.seq ?? null) : null };
}

/** Streams all matching entries, newest first, without those written in the meantime. Errors: forbidden. */
export async function* exportAudit(
  ctx: ActingContext,
  filter: AuditFilter,
  atOnce = EXPORTED_AT_ONCE,
): AsyncGenerator<AuditLine[], void> {
  authorize(ctx, 'audit:read');
  let before = filter.before;
  for (;;) {
    const lines = await read(ctx, { ...filter, before }, atOnce);
    yield lines;
    before = lines.at(-1)?.seq; // numbers decrease, so the loop ends
    if (lines.length < atOnce) return;
  }
}

/** An actor in the filter: kind, id and current name, if any. */
export type AuditActor = { kind: string; id: string; name: string | null };

/** Lists the actors and actions of the filter. Errors: forbidden. */
export async function auditChoices(ctx: ActingContext): Promise<{ actors: AuditActor[]; actions: string[] }> {
  authorize(ctx, 'audit:read');
  const actors = await ctx.prisma.auditRow.groupBy({
    by: ['actorKind', 'actorId'],
    orderBy: [{ actorKind: 'asc' }, { actorId: 'asc' }],
    take: NAMES_MAX,
  });
  const shown = actors.map(({ actorKind, actorId }) => ({ kind: actorKind, id: actorId }));
  const nameOf = await objectNames(ctx, shown);
  const actions = await ctx.prisma.auditRow.groupBy({ by: ['action'], orderBy: { action: 'asc' }, take: NAMES_MAX });
  return {
    actors: shown.map((actor) => ({ ...actor, name: nameOf(actor)?.name ?? null })),
    actions: actions.map(({ action }) => action),
  };
}
