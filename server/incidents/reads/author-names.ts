import type { Context } from '#server/context';

/** An author: staff by name, everything else by its kind. */
export type Author = { kind: string; name: string };

type Written = { authorKind: string; authorId: string };

/** Reads the names of the authors of rows, in one statement. */
export async function authorNames(
  ctx: Pick<Context, 'prisma'>,
  rows: readonly Written[],
): Promise<(row: Written) => Author> {
  const ids = [...new Set(rows.filter(({ authorKind }) => authorKind === 'staff').map(({ authorId }) => authorId))];
  const people = await ctx.prisma.staff.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
    take: ids.length,
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return ({ authorKind, authorId }) => ({
    kind: authorKind,
    name: authorKind === 'staff' ? (names.get(authorId) ?? authorId) : authorId,
  });
}
