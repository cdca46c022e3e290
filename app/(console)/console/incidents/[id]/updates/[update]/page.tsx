import { EditForm } from '#components/console/incidents/edit-form';
import { ActionForm } from '#components/ui/action-form';
import { Field, Tick } from '#components/ui/fields';
import { Section } from '#components/ui/section';
import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import { page, titleOf } from '#server/http/page';
import { incidentsToPublish } from '#server/incidents/console/incidents-to-publish';
import { staffIncident } from '#server/incidents/console/staff-incident';
import { type UpdateVersion, updateVersions } from '#server/incidents/console/update-versions';
import { edit, retract } from './actions.ts';

type Props = { params: Promise<{ id: string; update: string }> };

const texts = consoleIncidentsEn.edit;
export const generateMetadata = titleOf('incident:update', texts.title);

export default page<Props>('incident:update', async (ctx, { params }) => {
  const { id, update } = await params;
  const shown = await updateVersions(ctx, id, update);
  const { body, whatYouCanDo, isPublic, occurredAt, version, isRetracted, versions } = shown;
  const canRetract = !isRetracted && (await incidentsToPublish(ctx, [id])).has(id);
  const { needsTwo, draft, withdrawnAt, mergedInto } = await staffIncident(ctx, id);
  const canEdit = canRetract && withdrawnAt === null && mergedInto === null;
  const written = draft?.content.edit?.update === update ? draft : null; // a draft that edits this update
  const isForTwo = needsTwo && isPublic;
  return (
    <>
      <p>
        <a href={`/console/incidents/${id}`} className="inline-block min-h-6 text-accent underline underline-offset-4">
          {consoleIncidentsEn.look}
        </a>
      </p>
      <h1 className="mt-2 text-title">{texts.title}</h1>
      {canEdit && (
        <EditForm
          action={edit}
          incident={id}
          update={update}
          version={(isForTwo && written?.content.edit?.version) || version}
          body={(isForTwo && written?.content.body) || body}
          whatYouCanDo={
            isPublic ? ((isForTwo ? written?.content.whatYouCanDo : undefined) ?? whatYouCanDo ?? '') : null
          }
          occurredAt={(isForTwo && written?.content.occurredAt) || new Date(occurredAt).toISOString()}
          notifies={(isForTwo && written?.content.notify) || false}
          draftVersion={isForTwo ? (written?.version ?? 0) : null}
        />
      )}
      {canRetract && (
        <Section title={texts.retract}>
          <ActionForm action={retract} submit={texts.retract}>
            <input type="hidden" name="incident" value={id} />
            <input type="hidden" name="update" value={update} />
            <p className="text-small text-quiet">{texts.retractHint}</p>
            <Field id="reason" name="reason" label={consoleIncidentsEn.act.reason} required autoComplete="off" />
            {isPublic && (
              <Tick id="notify-retraction" name="notify" value="on" hint={texts.notifyHint}>
                {texts.notify}
              </Tick>
            )}
          </ActionForm>
        </Section>
      )}
      <Versions versions={versions} />
    </>
  );
});

function Versions({ versions }: { versions: readonly UpdateVersion[] }) {
  return (
    <Section title={texts.versions}>
      <ol>
        {versions.map((one) => (
          <li key={one.version} className="border-b border-line py-2">
            <p className="text-small text-quiet">
              {one.version}, {one.author.name}, <UtcTime at={one.savedAt} text={formatExact(one.savedAt)} isExact />
            </p>
            <p className="whitespace-pre-wrap">{one.body}</p>
            {one.whatYouCanDo !== null && (
              <p>
                {enIncidents.whatYouCanDo} {one.whatYouCanDo}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
