import { ComponentChoices } from '#components/console/incidents/component-choices';
import { ActionForm } from '#components/ui/action-form';
import { Field, TextArea } from '#components/ui/fields';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import { WHAT_YOU_CAN_DO_LENGTH_MAX } from '#domain/incident/what-you-can-do';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { page, titleOf } from '#server/http/page';
import { componentNames } from '#server/incidents/console/component-names';
import { newPublicId } from '#server/random';
import { enterPast } from '../actions.ts';

const texts = consoleIncidentsEn.past;
export const generateMetadata = titleOf('incident:backfill', texts.title);

export default page('incident:backfill', async (ctx) => (
  <>
    <h1 className="text-title">{texts.title}</h1>
    <p className="mt-2 max-w-[46rem]">{texts.intro}</p>
    <ActionForm action={enterPast} submit={texts.submit} isMain className="max-w-[46rem]">
      <input type="hidden" name="idempotencyKey" value={newPublicId(ctx.random)} />
      <Field
        id="title"
        name="title"
        label={consoleIncidentsEn.open.name}
        hint={consoleIncidentsEn.open.nameHint}
        required
        maxLength={TITLE_LENGTH_MAX}
        autoComplete="off"
      />
      <ComponentChoices components={await componentNames(ctx)} isFirst />
      <Field
        id="startedAt"
        name="startedAt"
        label={texts.startedAt}
        hint={texts.instantHint}
        required
        autoComplete="off"
      />
      <TextArea id="began" name="began" label={texts.began} required />
      <TextArea
        id="whatYouCanDo"
        name="whatYouCanDo"
        label={consoleIncidentsEn.composer.whatYouCanDo}
        hint={texts.whatYouCanDoHint}
        rows={2}
        maxLength={WHAT_YOU_CAN_DO_LENGTH_MAX}
      />
      <Field id="endedAt" name="endedAt" label={texts.endedAt} hint={texts.instantHint} required autoComplete="off" />
      <TextArea id="ended" name="ended" label={texts.ended} required />
    </ActionForm>
  </>
));
