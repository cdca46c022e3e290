import type { Metadata } from 'next';
import { SignInFrame } from '#components/console/people/sign-in-frame';
import { ActionForm } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { page } from '#server/http/page';
import { returnPath, withReturn } from '#server/identity/sign-in/return-path';
import { sendCode } from '../actions.ts';

export const metadata: Metadata = { title: consoleEn.secondFactor.title, robots: 'noindex' };

const texts = consoleEn.secondFactor;

type Props = { searchParams: Promise<{ to?: string }> };

export default page('public', async ({ searchParams }: Props) => {
  const to = returnPath((await searchParams).to);
  return (
    <SignInFrame title={texts.title}>
      <p className="mt-4">{texts.intro}</p>
      <ActionForm action={sendCode} submit={texts.submit} isMain className="mt-2 grid gap-4">
        {to && <input type="hidden" name="to" value={to} />}
        <Field
          label={texts.code}
          id="code"
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </ActionForm>
      <p className="mt-6">
        <a href={withReturn('/sign-in', to)} className="inline-block min-h-6 text-accent underline underline-offset-4">
          {texts.back}
        </a>
      </p>
    </SignInFrame>
  );
});
