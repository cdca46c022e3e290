import type { Metadata } from 'next';
import { NewPassword } from '#components/console/people/new-password';
import { SignInFrame } from '#components/console/people/sign-in-frame';
import { ActionForm } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { isSetUpOpen } from '#server/identity/people/verbs/set-up';
import { setUp } from '../actions.ts';

export const metadata: Metadata = { robots: 'noindex', referrer: 'same-origin' };

const texts = consoleEn.setUp;

/** Opening the page does not use the link up. */
export default page('public', async ({ params }: { params: Promise<{ token: string }> }) => {
  const { token } = await params;
  if (!(await isSetUpOpen(context(), token))) return absent(consoleEn.refusal.setUp);
  return (
    <SignInFrame title={texts.title}>
      <p className="mt-4">{texts.intro}</p>
      <ActionForm action={setUp} submit={texts.submit} isMain className="mt-2 grid gap-4">
        <div>
          <input type="hidden" name="token" value={token} />
          <Field label={texts.name} id="name" name="name" autoComplete="name" maxLength={100} required />
          <Field label={consoleEn.signIn.email} id="email" name="email" type="email" autoComplete="username" required />
          <NewPassword />
        </div>
      </ActionForm>
    </SignInFrame>
  );
});
