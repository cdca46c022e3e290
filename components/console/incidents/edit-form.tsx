'use client'; // shows the difference on an edit conflict, and preserves the input

import { Field, TextArea, Tick } from '#components/ui/fields';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import { WHAT_YOU_CAN_DO_LENGTH_MAX } from '#domain/incident/what-you-can-do';
import { consoleEn } from '#messages/en/console';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { type Conflict, Difference } from './difference.tsx';

const TEXT = consoleIncidentsEn.edit;

type Result = { kind: 'error' | 'done'; message: string; conflict?: Conflict } | null;
type SendEdit = (previous: Result, form: FormData) => Promise<Result>;

type Props = {
  action: SendEdit;
  incident: string;
  update: string;
  version: number;
  body: string;
  /** Null for an internal update. */
  whatYouCanDo: string | null;
  occurredAt: string;
  draftVersion: number | null;
  /** Whether those who were sent the earlier text are notified. */
  notifies: boolean;
};

/** Shows the form that edits an update; with `draftVersion`, through a draft for approval. On a conflict, the second person sees both texts and loses nothing. */
export function EditForm(props: Props) {
  const { action, incident, update, version, body, whatYouCanDo, occurredAt, draftVersion, notifies } = props;
  const isPublic = whatYouCanDo !== null;
  const { result, isPending, form } = usePreservedForm<Result>(action);
  const conflict = result?.conflict;
  return (
    <form {...form} className="max-w-[46rem]">
      <input type="hidden" name="incident" value={incident} />
      <input type="hidden" name="update" value={update} />
      <input type="hidden" name="version" value={draftVersion === null ? (conflict?.version ?? version) : version} />
      {draftVersion !== null && <input type="hidden" name="draftVersion" value={conflict?.version ?? draftVersion} />}
      <div aria-live="polite">
        {result && (
          <p
            className={`my-3 border-s-4 ps-3 font-semibold ${result.kind === 'error' ? 'border-maj-solid text-maj-ink' : 'border-accent'}`}
          >
            {result.message}
          </p>
        )}
        {conflict && <Difference {...conflict} />}
      </div>
      <label htmlFor="body" className="mt-4 block font-semibold">
        {TEXT.body}
      </label>
      <textarea id="body" name="body" rows={9} required className="field mt-1" defaultValue={body} />
      {isPublic && (
        <TextArea
          id="whatYouCanDo"
          name="whatYouCanDo"
          label={consoleIncidentsEn.composer.whatYouCanDo}
          rows={2}
          maxLength={WHAT_YOU_CAN_DO_LENGTH_MAX}
          defaultValue={whatYouCanDo ?? ''}
        />
      )}
      <Field
        id="occurredAt"
        name="occurredAt"
        label={TEXT.occurredAt}
        defaultValue={occurredAt}
        required
        autoComplete="off"
      />
      {isPublic && (
        <div className="mt-3">
          <Tick id="notify" name="notify" value="on" isTicked={notifies} hint={TEXT.notifyHint}>
            {TEXT.notify}
          </Tick>
        </div>
      )}
      {draftVersion !== null && <p className="mt-3">{consoleIncidentsEn.approval.hint}</p>}
      <button type="submit" disabled={isPending} className="button button-primary mt-4">
        {isPending ? consoleEn.form.working : draftVersion === null ? TEXT.submit : consoleIncidentsEn.approval.save}
      </button>
    </form>
  );
}
