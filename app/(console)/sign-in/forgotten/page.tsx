import type { Metadata } from 'next';
import { SignInFrame } from '#components/console/people/sign-in-frame';
import { ActionForm } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { page } from '#server/http/page';
import { requestLink } from '../actions.ts';

export const metadata: Metadata = { title: consoleEn.forgotten.title, robots: 'noindex' };

const texts = consoleEn.forgotten;

export default page('public', () => (
  <SignInFrame title={texts.title}>
    <p className="mt-4">{texts.intro}</p>
    <ActionForm action={requestLink} submit={texts.submit} isMain className="mt-2 grid gap-4">
      <Field label={consoleEn.signIn.email} id="email" name="email" type="email" autoComplete="username" required />
    </ActionForm>
    <p className="mt-6">
      <a href="/sign-in" className="inline-block min-h-6 text-accent underline underline-offset-4">
        {texts.back}
      </a>
    </p>
  </SignInFrame>
));
