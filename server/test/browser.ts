import type { Context } from '#server/context';
import type { Cookie } from '#server/identity/sign-in/cookies';
import { giveCode } from '#server/identity/sign-in/give-code';
import type { Client } from '#server/identity/sign-in/request-client';
import { type SignedIn, signIn } from '#server/identity/sign-in/sign-in';
import { staffOfSession } from '#server/identity/sign-in/staff-of-session';

/** A browser, as far as cookies matter, at an address of its own. */
export function aBrowser(ctx: Context, address = '192.0.2.1') {
  const jar = new Map<string, string>();

  function store(cookies: readonly Cookie[]): void {
    for (const { name, value, maxAge } of cookies) {
      if (maxAge === 0) jar.delete(name);
      else jar.set(name, value);
    }
  }

  function client(): Client {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return { headers: new Headers({ cookie, 'user-agent': 'Test' }), address };
  }

  return {
    jar,
    store,
    client,
    signIn: async (email: string, password: string): Promise<SignedIn> => {
      const result = await signIn(ctx, client(), { email, password });
      store(result.cookies);
      return result;
    },
    giveCode: async (code: string) => store(await giveCode(ctx, client(), { code })),
    actor: async () => (await staffOfSession(ctx, client()))?.actor ?? null,
  };
}
