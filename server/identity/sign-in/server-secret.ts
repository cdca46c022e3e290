import type { Context } from '#server/context';

const SECRET_BYTES = 48;

/** What a secret is for: sealing cookies and second factors, or signing the links in mails to subscribers. */
type SecretName = 'sign-in' | 'subscriber-links';

/** Returns a random secret of this installation. It is created once and shared by all processes on this database. */
export async function serverSecret(
  { prisma, random }: Pick<Context, 'prisma' | 'random'>,
  name: SecretName = 'sign-in',
): Promise<string> {
  const found = await prisma.serverSecret.findUnique({ where: { name } });
  if (found) return found.value;
  await prisma.serverSecret.createMany({
    data: [{ name, value: random.bytes(SECRET_BYTES).toString('base64url') }],
    skipDuplicates: true,
  });
  return (await prisma.serverSecret.findUniqueOrThrow({ where: { name } })).value; // another process may have been first
}
