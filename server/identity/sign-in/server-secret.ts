import type { Context } from '#server/context';

const NAME = 'sign-in';
const SECRET_BYTES = 48;

/** What sign-in signs cookies and encrypts second factors with: random, made once, the same for every process on this database. */
export async function serverSecret({ prisma, random }: Pick<Context, 'prisma' | 'random'>): Promise<string> {
  const found = await prisma.serverSecret.findUnique({ where: { name: NAME } });
  if (found) return found.value;
  await prisma.serverSecret.createMany({
    data: [{ name: NAME, value: random.bytes(SECRET_BYTES).toString('base64url') }],
    skipDuplicates: true,
  });
  return (await prisma.serverSecret.findUniqueOrThrow({ where: { name: NAME } })).value; // ours, or that of whoever was quicker
}
