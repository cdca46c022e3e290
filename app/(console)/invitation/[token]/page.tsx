import type { Metadata } from 'next';
import { NewPassword } from '#components/console/people/new-password';
import { SignInFrame } from '#components/console/people/sign-in-frame';
import { ActionForm } from '#components/ui/action-form';
import { Field, Whose } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { openInvitation } from '#server/identity/people/verbs/accept-invitation';
import { join } from '../actions.ts';

export const metadata: Metadata = { robots: 'noindex', referrer: 'same-origin' };

const texts = consoleEn.invitation;

/** Opening the page does not use the link up, because programs that check mail open links too. */
export default page('public', async ({ params }: { params: Promise<{ token: string }> }) => {
  const { token } = await params;
  const invitation = await openInvitation(context(), token);
  if (!invitation) return absent(consoleEn.refusal.invitation);
  return (
    <SignInFrame title={texts.title}>
      <p className="mt-4">{texts.intro(invitation.email, consoleEn.role[invitation.role])}</p>
      <ActionForm action={join} submit={texts.submit} isMain className="mt-2 grid gap-4">
        <div>
          <input type="hidden" name="token" value={token} />
          <Whose email={invitation.email} />
          <Field label={consoleEn.setUp.name} id="name" name="name" autoComplete="name" maxLength={100} required />
          <NewPassword />
        </div>
      </ActionForm>
    </SignInFrame>
  );
});
