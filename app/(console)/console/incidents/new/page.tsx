import { ComponentChoices } from '#components/console/incidents/component-choices';
import { ActionForm } from '#components/ui/action-form';
import { Choice, Field, TextArea, Tick } from '#components/ui/fields';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import { WHAT_YOU_CAN_DO_LENGTH_MAX } from '#domain/incident/what-you-can-do';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { page, titleOf } from '#server/http/page';
import { newIncidentTexts } from '#server/incidents/console/new-incident-texts';
import { newPublicId } from '#server/random';
import { sendingNotice } from '../../delivery/sending-notice.tsx';
import { open } from '../actions.ts';

type Props = { searchParams: Promise<Record<string, string | undefined>> };

const texts = consoleIncidentsEn;
export const generateMetadata = titleOf('incident:open', texts.open.title);

export default page<Props>('incident:open', async (ctx, { searchParams }) => {
  const { component } = await searchParams;
  const { components, chosen, title, body, nextMinutes } = await newIncidentTexts(ctx, component);
  const next = [
    { value: '', label: texts.composer.nextNone },
    ...[15, 30, 60, 120].map((one) => ({ value: String(one), label: texts.composer.nextIn(one) })),
  ];
  return (
    <>
      <h1 className="text-title">{texts.open.title}</h1>
      {await sendingNotice(ctx)}
      <ActionForm action={open} submit={texts.open.submit} preview={texts.open.count} isMain className="max-w-[46rem]">
        <input type="hidden" name="idempotencyKey" value={newPublicId(ctx.random)} />
        <Field
          id="title"
          name="title"
          label={texts.open.name}
          hint={texts.open.nameHint}
          defaultValue={title}
          required
          maxLength={TITLE_LENGTH_MAX}
          autoComplete="off"
        />
        <TextArea
          id="body"
          name="body"
          label={texts.composer.body}
          hint={texts.composer.bodyHint}
          defaultValue={body}
          required
          rows={7}
        />
        <TextArea
          id="whatYouCanDo"
          name="whatYouCanDo"
          label={texts.composer.whatYouCanDo}
          hint={texts.composer.whatYouCanDoHint}
          maxLength={WHAT_YOU_CAN_DO_LENGTH_MAX}
          rows={2}
        />
        <ComponentChoices components={components} chosen={chosen} isFirst />
        <Choice id="next" name="next" label={texts.composer.next} value={String(nextMinutes)} options={next} />
        <Field
          id="startedAt"
          name="startedAt"
          label={texts.open.startedAt}
          hint={texts.open.startedAtHint}
          autoComplete="off"
        />
        <div className="mt-4">
          <Tick id="separate" name="separate" value="on">
            {texts.open.separate}
          </Tick>
        </div>
      </ActionForm>
    </>
  );
});
