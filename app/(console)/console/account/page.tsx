import { NewPassword } from '#components/console/people/new-password';
import { SecondFactor } from '#components/console/people/second-factor';
import { SessionList } from '#components/console/people/session-list';
import { ActionForm } from '#components/ui/action-form';
import { Field, Whose } from '#components/ui/fields';
import { Section } from '#components/ui/section';
import { consoleEn } from '#messages/en/console';
import { currentSession } from '#server/http/current-staff';
import { page, titleOf } from '#server/http/page';
import { ownAccount } from '#server/identity/people/reads/own-account';
import { ownSessions } from '#server/identity/sessions/sessions';
import { beginFactor, confirmFactor, endFactor, endSession, renewCodes, sendPassword } from './actions.ts';

const texts = consoleEn.account;
export const generateMetadata = titleOf('account:write', texts.title);

export default page('account:write', async (ctx) => {
  const { email, hasSecondFactor, hasBegunFactor } = await ownAccount(ctx);
  return (
    <>
      <h1 className="text-title">{texts.title}</h1>
      <p className="mt-2 text-quiet">{email}</p>
      <Section title={texts.factor.title}>
        <SecondFactor
          email={email}
          state={hasSecondFactor ? 'on' : hasBegunFactor ? 'begun' : 'off'}
          actions={{ beginFactor, confirmFactor, renewCodes, endFactor }}
        />
      </Section>
      <Section title={texts.password.title}>
        <ActionForm action={sendPassword} submit={texts.password.submit} className="grid max-w-md gap-4">
          <div>
            <Whose email={email} />
            <p className="mt-2">{texts.password.hint}</p>
            <Field
              label={texts.password.current}
              id="current"
              name="current"
              type="password"
              autoComplete="current-password"
              required
            />
            <NewPassword name="next" label={texts.password.next} />
          </div>
        </ActionForm>
      </Section>
      <Section title={texts.sessions.title}>
        <SessionList
          sessions={await ownSessions(ctx)}
          current={(await currentSession())?.sessionId ?? ''}
          end={endSession}
        />
      </Section>
    </>
  );
});
