import { ActionForm, type Send } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { SignInFrame } from './sign-in-frame.tsx';

type Props = {
  signIn: Send;
  singleSignOn: { name: string; href: string } | null;
  to: string | null;
  after: string | undefined;
  hasFailed: boolean;
};

const texts = consoleEn.signIn;

function isAfter(text: string | undefined): text is keyof typeof texts.after {
  return text !== undefined && Object.hasOwn(texts.after, text);
}

/** The form for address and password, and a link to single sign-on if it is set up. `to`: the page to open after signing in. */
export function SignInForm({ signIn, singleSignOn, to, after, hasFailed }: Props) {
  return (
    <SignInFrame
      title={texts.title}
      note={hasFailed ? texts.failed : isAfter(after) ? texts.after[after] : undefined}
      isFault={hasFailed}
    >
      <ActionForm action={signIn} submit={texts.submit} isMain className="mt-2 grid gap-4">
        <div>
          {to && <input type="hidden" name="to" value={to} />}
          <Field label={texts.email} id="email" name="email" type="email" autoComplete="username" required />
          <Field
            label={texts.password}
            id="password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </div>
      </ActionForm>
      <p className="mt-6">
        <a href="/sign-in/forgotten" className="inline-block min-h-6 text-accent underline underline-offset-4">
          {texts.forgot}
        </a>
      </p>
      {singleSignOn && (
        <p className="mt-6 border-t border-line pt-6">
          <a href={singleSignOn.href} className="button inline-flex items-center">
            {texts.with(singleSignOn.name)}
          </a>
        </p>
      )}
    </SignInFrame>
  );
}
