import type { Role } from '#domain/access/permission';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';

const ID_BYTES = 12;

export type NewPerson = { email: string; name: string; role: Role; passwordHash: string };

/** Writes a person of staff with a password and returns their id. */
export async function createPerson(
  tx: Prisma.TransactionClient,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  person: NewPerson,
): Promise<string> {
  const id = random.bytes(ID_BYTES).toString('hex');
  await tx.staff.create({ data: { ...person, id, createdAt: new Date(clock.now()) }, select: { id: true } });
  return id;
}
