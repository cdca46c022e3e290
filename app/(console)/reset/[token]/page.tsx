import type { Metadata } from 'next';
import { NewPassword } from '#components/console/people/new-password';
import { SignInFrame } from '#components/console/people/sign-in-frame';
import { ActionForm } from '#components/ui/action-form';
import { Whose } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { context } from '#server/context';
import { absent, page } from '#server/http/page';
import { openReset } from '#server/identity/people/verbs/reset-password';
import { choosePassword } from '../actions.ts';

export const metadata: Metadata = { robots: 'noindex', referrer: 'same-origin' };

const texts = consoleEn.reset;

/** Opening the page does not use the link up, because programs that check mail open links too. */
export default page('public', async ({ params }: { params: Promise<{ token: string }> }) => {
  const { token } = await params;
  const reset = await openReset(context(), token);
  if (!reset) return absent(consoleEn.refusal.reset);
  return (
    <SignInFrame title={texts.title}>
      <p className="mt-4">{(reset.clearsSecondFactor ? texts.introCleared : texts.intro)(reset.email)}</p>
      <ActionForm action={choosePassword} submit={texts.submit} isMain className="mt-2 grid gap-4">
        <div>
          <input type="hidden" name="token" value={token} />
          <Whose email={reset.email} />
          <NewPassword />
        </div>
      </ActionForm>
    </SignInFrame>
  );
});
