import { SuppressionList } from '#components/console/subscribers/suppression-list';
import { BackLink } from '#components/site/frame/back-link';
import { ActionForm } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import { Section } from '#components/ui/section';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import { page, titleOf } from '#server/http/page';
import { listSuppressions } from '#server/subscribers/reads/list-suppressions';
import { lift, suppress } from '../actions.ts';

const TEXT = consoleSubscribersEn.suppressionList;

export const generateMetadata = titleOf('subscriber:read', TEXT.title);

export default page('subscriber:read', async (ctx) => (
  <>
    <BackLink href="/console/subscribers">{consoleSubscribersEn.back}</BackLink>
    <h1 className="text-title">{TEXT.title}</h1>
    <p className="mt-2">{TEXT.intro}</p>
    <SuppressionList suppressions={await listSuppressions(ctx)} lift={lift} />
    <Section title={TEXT.add}>
      <ActionForm action={suppress} submit={TEXT.submit} className="max-w-xl">
        <Field id="address" name="address" label={TEXT.address} type="email" autoComplete="off" required />
        <Field id="detail" name="detail" label={TEXT.detail} autoComplete="off" maxLength={500} />
      </ActionForm>
    </Section>
  </>
));
