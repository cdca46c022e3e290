import type { Metadata } from 'next';
import { ActionForm } from '#components/console/action-form';
import { Door } from '#components/console/door';
import { Field, Whose } from '#components/console/fields';
import { NewPassword } from '#components/console/new-password';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { openInvitation } from '#server/staff/accept-invitation';
import { consoleEn } from '../../../../messages/console-en.ts';
import { join } from '../actions.ts';

export const metadata: Metadata = { robots: 'noindex', referrer: 'same-origin' };

const words = consoleEn.invitation;

/** Looking at it uses nothing up: programs that check mail open links, too. */
export default page('public', async ({ params }: { params: Promise<{ token: string }> }) => {
  const { token } = await params;
  const invitation = await openInvitation(context(), token);
  if (!invitation) return absent(consoleEn.refusal.invitation);
  return (
    <Door title={words.title}>
      <p className="mt-4">{words.intro(invitation.email, consoleEn.role[invitation.role])}</p>
      <ActionForm action={join} submit={words.submit} isMain className="mt-2 grid gap-4">
        <div>
          <input type="hidden" name="token" value={token} />
          <Whose email={invitation.email} />
          <Field label={consoleEn.setUp.name} id="name" name="name" autoComplete="name" maxLength={100} required />
          <NewPassword />
        </div>
      </ActionForm>
    </Door>
  );
});
