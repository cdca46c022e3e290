import type { Context } from '#server/context';

const NAME = 'sign-in';
const SECRET_BYTES = 48;

/** Returns the random secret that seals cookies and second factors. It is created once and shared by all processes on this database. */
export async function serverSecret({ prisma, random }: Pick<Context, 'prisma' | 'random'>): Promise<string> {
  const found = await prisma.serverSecret.findUnique({ where: { name: NAME } });
  if (found) return found.value;
  await prisma.serverSecret.createMany({
    data: [{ name: NAME, value: random.bytes(SECRET_BYTES).toString('base64url') }],
    skipDuplicates: true,
  });
  return (await prisma.serverSecret.findUniqueOrThrow({ where: { name: NAME } })).value; // another process may have been first
}
