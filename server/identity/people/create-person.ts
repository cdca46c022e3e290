import type { Role } from '#domain/access/permission';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';

const ID_BYTES = 12;

export type NewPerson = { email: string; name: string; role: Role; passwordHash: string };

/** Writes a person of staff with a password. The address counts as verified: the link to get here was sent to it, or printed by the operator. */
export async function createPerson(
  tx: Prisma.TransactionClient,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  { email, name, role, passwordHash }: NewPerson,
): Promise<string> {
  const at = new Date(clock.now());
  const [id, accountId] = [random.bytes(ID_BYTES).toString('hex'), random.bytes(ID_BYTES).toString('hex')];
  const password = {
    id: accountId,
    providerId: 'credential',
    accountId: id,
    password: passwordHash,
    createdAt: at,
    updatedAt: at,
  };
  await tx.staff.create({
    data: { id, email, emailVerified: true, name, role, createdAt: at, updatedAt: at, accounts: { create: password } },
  });
  return id;
}
