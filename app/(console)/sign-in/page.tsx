import type { Metadata } from 'next';
import { SignInForm } from '#components/console/people/sign-in-form';
import { consoleEn } from '#messages/en/console';
import { context } from '#server/context';
import { page } from '#server/http/page';
import { returnPath, withReturn } from '#server/identity/sign-in/return-path';
import { sendPassword } from './actions.ts';

export const metadata: Metadata = { title: consoleEn.signIn.title, robots: 'noindex' };

type Props = { searchParams: Promise<{ after?: string; error?: string; to?: string }> };

export default page('public', async ({ searchParams }: Props) => {
  const { after, error, to } = await searchParams;
  const { oidc } = context();
  return (
    <SignInForm
      signIn={sendPassword}
      singleSignOn={oidc && { name: oidc.name, href: withReturn('/sign-in/single-sign-on', to) }}
      to={returnPath(to)}
      after={typeof after === 'string' ? after : undefined}
      hasFailed={error !== undefined}
    />
  );
});
