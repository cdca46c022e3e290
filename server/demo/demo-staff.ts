import type { Role } from '#domain/access/permission';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { createPerson, type NewPerson } from '#server/identity/people/create-person';
import { hashPassword } from '#server/identity/sign-in/password-hash';
import type { TokenTransaction } from '#server/identity/tokens/write-token';

const PASSWORD_BYTES = 12;

export const DEMO_STAFF = {
  ada: { email: 'ada@larkfield.example', name: 'Ada Admin', role: 'admin' },
  ed: { email: 'ed@larkfield.example', name: 'Ed Editor', role: 'editor' },
  cory: { email: 'cory@larkfield.example', name: 'Cory Communicator', role: 'communicator' },
  vera: { email: 'vera@larkfield.example', name: 'Vera Viewer', role: 'viewer' },
} as const satisfies Record<string, Omit<NewPerson, 'passwordHash'>>;

/** An account with its password, which is stored only as a hash. */
export type NewAccount = { email: string; role: Role; password: string };
export type HashedAccount = NewPerson & { password: string };

/** Chooses a random password for each person of staff. Runs before the transaction that writes them, because hashing takes a while. */
export async function chooseDemoPasswords({ random, passwordLog2Cost }: Context): Promise<HashedAccount[]> {
  const accounts: HashedAccount[] = [];
  for (const person of Object.values(DEMO_STAFF)) {
    const password = random.bytes(PASSWORD_BYTES).toString('base64url');
    accounts.push({ ...person, password, passwordHash: await hashPassword(password, passwordLog2Cost) });
  }
  return accounts;
}

/** Writes the accounts of the demo, audited. */
export async function writeDemoStaff(
  tx: TokenTransaction,
  ctx: ActingContext,
  accounts: readonly HashedAccount[],
): Promise<void> {
  for (const { password: _, ...person } of accounts) {
    const id = await createPerson(tx, ctx, person);
    await appendAudit(tx, ctx, {
      action: 'staff:create',
      object: { kind: 'staff', id },
      before: null,
      after: { role: person.role },
    });
  }
}

/** Returns a context in which one of these people acts. */
export async function demoAuthor(ctx: Context, by: keyof typeof DEMO_STAFF): Promise<ActingContext> {
  const { email, role, name } = DEMO_STAFF[by];
  const { id } = await ctx.prisma.staff.findUniqueOrThrow({ where: { email }, select: { id: true } });
  return { ...ctx, actor: { kind: 'staff', id, name, role } };
}
