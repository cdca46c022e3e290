import { z } from 'zod';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '../actor.ts';
import { AppError } from '../errors.ts';

const ENTRIES_A_PAGE = 50;
const EXPORTED_AT_ONCE = 1_000;
const NAMES_MAX = 500;

/** `who` is kind and id, like `staff:1f…`; `before` is the number of the entry that the page begins after. */
const filterSchema = z.strictObject({
  who: z
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
    .regex(/^[a-z_]{1,64}(:[\w.-]{1,64})?$/)
    .optional(),
  before: z.coerce.number().int().min(1).optional(),
});

export type AuditFilter = z.infer<typeof filterSchema>;
export type AuditLine = {
  seq: number;
  at: number;
  who: { kind: string; id: string; name: string | null };
  action: string;
  object: { kind: string; id: string };
  before: unknown;
  after: unknown;
  reason: string | null;
};

/** A filter as it was given in an address; empty fields are none. Errors: invalid_input. */
export function auditFilter(given: Record<string, unknown>): AuditFilter {
  const parsed = filterSchema.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== undefined)));
  if (!parsed.success) throw new AppError('invalid_input', `${parsed.error.issues[0]?.path.join('.')}: no such filter.`);
  return parsed.data;
}

function whereOf({ who, action, object, before }: AuditFilter): Prisma.AuditRowWhereInput {
  const [actorKind, actorId] = who?.split(/:(.*)/) ?? [];
  const [objectKind, objectId] = object?.split(/:(.*)/) ?? [];
  return {
    ...(actorKind && actorId ? { actorKind, actorId } : {}),
    ...(action ? { action } : {}),
    ...(objectKind ? { objectKind, ...(objectId ? { objectId } : {}) } : {}),
    ...(before ? { seq: { lt: before } } : {}),
  };
}

async function read(ctx: ActingContext, filter: AuditFilter, count: number): Promise<AuditLine[]> {
  const rows = await ctx.prisma.auditRow.findMany({ where: whereOf(filter), orderBy: { seq: 'desc' }, take: count, omit: { hash: true, prevHash: true } });
  const ids = [...new Set(rows.filter((row) => row.actorKind === 'staff').map((row) => row.actorId))];
  const people = await ctx.prisma.staff.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at.getTime(),
    who: { kind: row.actorKind, id: row.actorId, name: row.actorKind === 'staff' ? (names.get(row.actorId) ?? null) : null },
    action: row.action,
    object: { kind: row.objectKind, id: row.objectId },
    before: row.before,
    after: row.after,
    reason: row.reason,
  }));
}

/** A page of the log, newest first; `older` is the `before` of the next page, null on the last. Names are those of today. Errors: forbidden. */
export async function listAudit(ctx: ActingContext, filter: AuditFilter): Promise<{ lines: AuditLine[]; older: number | null }> {
  authorize(ctx, 'audit:read');
  const lines = await read(ctx, filter, ENTRIES_A_PAGE + 1);
  const shown = lines.slice(0, ENTRIES_A_PAGE);
  return { lines: shown, older: lines.length > ENTRIES_A_PAGE ? (shown.at(-1)?.seq ?? null) : null };
}

/** All that fits the filter, newest first, in parts; what is written meanwhile is not among it. Errors: forbidden. */
export async function* exportAudit(ctx: ActingContext, filter: AuditFilter, atOnce = EXPORTED_AT_ONCE): AsyncGenerator<AuditLine[], void> {
  authorize(ctx, 'audit:read');
  let before = filter.before;
  for (;;) {
    const lines = await read(ctx, { ...filter, before }, atOnce);
    yield lines;
    before = lines.at(-1)?.seq; // numbers fall: the log has an end
    if (lines.length < atOnce) return;
  }
}

/** What can be chosen in a filter. Errors: forbidden. */
export async function auditChoices(ctx: ActingContext): Promise<{ people: { id: string; name: string }[]; actions: string[] }> {
  authorize(ctx, 'audit:read');
  const people = await ctx.prisma.staff.findMany({ orderBy: { name: 'asc' }, take: NAMES_MAX, select: { id: true, name: true } });
  const actions = await ctx.prisma.auditRow.groupBy({ by: ['action'], orderBy: { action: 'asc' }, take: NAMES_MAX });
  return { people, actions: actions.map(({ action }) => action) };
}
