import type { Context } from '#server/context';
import { giveSecondFactor, type SignedIn, signIn } from '#server/identity/sign-in/sign-in';
import { staffOfSession } from '#server/identity/sign-in/staff-of-session';
import type { SetCookies, Visit } from '#server/identity/sign-in/visit';

/** A browser as far as cookies go, at an address of its own. */
export function aBrowser(ctx: Context, address = '192.0.2.1') {
  const jar = new Map<string, string>();

  function keep(cookies: SetCookies): void {
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
  }

  function visit(): Visit {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return { headers: new Headers({ cookie, 'user-agent': 'Test' }), address };
  }

  async function kept(work: Promise<SignedIn>): Promise<SignedIn> {
    const result = await work;
    keep(result.cookies);
    return result;
  }

  return {
    jar,
    keep,
    visit,
    signIn: (email: string, password: string) => kept(signIn(ctx, visit(), { email, password })),
    giveCode: async (code: string) => keep(await giveSecondFactor(ctx, visit(), { code })),
    actor: async () => (await staffOfSession(ctx, visit()))?.actor ?? null,
  };
}
