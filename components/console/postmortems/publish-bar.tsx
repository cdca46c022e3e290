import { ActionForm, type Send } from '#components/ui/action-form';
import { TextArea, Tick } from '#components/ui/fields';
import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { EDITOR_FORM } from './editor-form.ts';
import { blockingOf, completeOf, type EditedPostmortem, type Obstacle } from './obstacles.ts';

const TEXT = consolePostmortemsEn.publish;

/** Acts are null for people who can only read. */
export type PublishActs = { publish: Send; approveAndPublish: Send } | null;
type Props = EditedPostmortem & { acts: PublishActs };

/** Shows what prevents publishing, then what is complete, and the button that publishes. On phones, the list is folded. */
export function PublishBar({ acts, ...edited }: Props) {
  const { postmortem } = edited;
  const { state, approval, recipients, publishedVersion } = postmortem;
  const isDone = state === 'published' && !edited.isUnsaved;
  const all = isDone ? [] : blockingOf(edited);
  const canApprove = acts !== null && approval === 'granted' && all.length > 0 && all.every(isApproval);
  const blocking = canApprove ? [] : all;
  const isReady = !isDone && blocking.length === 0;
  const title = isDone ? TEXT.done : isReady ? TEXT.ready : TEXT.blocked(blocking.length);
  return (
    <section aria-labelledby="publish-title" className="publish-bar floating">
      <details className="min-w-0">
        <summary>
          <Icon name="chevron" className="size-3.5" />
          <h2 id="publish-title" className="text-status font-semibold">
            {title}
          </h2>
          <span className="text-micro text-quiet">{isDone ? TEXT.doneText : TEXT.notifies(recipients)}</span>
        </summary>
        <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-small">
          {blocking.map((one) => (
            <Blocking key={one.key} obstacle={one} />
          ))}
          {completeOf(edited).map((text) => (
            <li key={text} className="flex items-center gap-2 text-quiet">
              <Icon name="check" className="size-4 text-ok-solid" />
              {text}
            </li>
          ))}
        </ul>
      </details>
      {acts && !isDone && (
        <PublishForm
          postmortem={postmortem}
          action={canApprove ? acts.approveAndPublish : acts.publish}
          submit={canApprove ? TEXT.approveAndSubmit : TEXT.submit}
          isReady={isReady}
          isUnsaved={edited.isUnsaved}
          isLater={publishedVersion !== null}
          canReturn={canApprove || state === 'approved'}
        />
      )}
    </section>
  );
}

function isApproval({ key }: Obstacle): boolean {
  return key === 'not_approved';
}

function Blocking({ obstacle: { text, href, isWarning } }: { obstacle: Obstacle }) {
  return (
    <li className="flex items-center gap-2">
      {isWarning ? <StatusIcon tone="degraded_performance" size={16} /> : <StatusIcon tone="not_monitored" size={16} />}
      {href === null ? (
        text
      ) : (
        <a href={href} className="text-ink underline underline-offset-3">
          {text}
        </a>
      )}
    </li>
  );
}

type FormProps = {
  postmortem: StaffPostmortem;
  action: Send;
  submit: string;
  isReady: boolean;
  isUnsaved: boolean;
  isLater: boolean;
  canReturn: boolean;
};

/** Shows the button, and for a later version the note for readers. On phones, the button saves first. */
function PublishForm({ postmortem: { publicId, version }, action, submit, ...state }: FormProps) {
  const { isReady, isUnsaved, isLater, canReturn } = state;
  if (!isReady)
    return (
      <>
        <button type="button" disabled className={`button ${isUnsaved ? 'max-sm:hidden' : ''}`}>
          {submit}
        </button>
        {isUnsaved && (
          <button
            type="submit"
            form={EDITOR_FORM}
            name="intent"
            value="save"
            className="button button-primary sm:hidden"
          >
            {consolePostmortemsEn.editor.save}
          </button>
        )}
      </>
    );
  return (
    <div className="flex flex-wrap items-end justify-end gap-2">
      {canReturn && (
        <a href="#request-changes" className="button max-sm:hidden">
          {TEXT.requestChanges}
        </a>
      )}
      <ActionForm action={action} submit={submit} isMain className={isLater ? 'w-full' : ''}>
        <input type="hidden" name="postmortem" value={publicId} />
        <input type="hidden" name="version" value={version} />
        {isLater && (
          <>
            <TextArea
              id="changeNote"
              name="changeNote"
              label={TEXT.note}
              hint={TEXT.noteHint}
              rows={2}
              maxLength={500}
              required
            />
            <Tick id="notify" name="notify" value="on">
              {TEXT.notify}
            </Tick>
          </>
        )}
      </ActionForm>
    </div>
  );
}
