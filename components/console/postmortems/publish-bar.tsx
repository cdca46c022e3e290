import { ActionForm, type Send } from '#components/ui/action-form';
import { TextArea, Tick } from '#components/ui/fields';
import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { blockingOf, completeOf, type Obstacle } from './obstacles.ts';

const TEXT = consolePostmortemsEn.publish;

/** Acts are null for people who can only read. */
type PublishActs = { publish: Send; approveAndPublish: Send } | null;
type Props = { postmortem: StaffPostmortem; acts: PublishActs };

/** Shows what prevents publishing, then what is complete, and the button that publishes. */
export function PublishBar({ postmortem, acts }: Props) {
  const { blockers, state, approval, recipients, publishedVersion } = postmortem;
  const isDone = state === 'published';
  const onlyApproval = blockers.every(({ code }) => code === 'not_approved') && blockers.length > 0;
  const canApprove = acts !== null && onlyApproval && approval === 'granted';
  const blocking = canApprove ? [] : blockingOf(postmortem);
  const isReady = !isDone && blocking.length === 0;
  return (
    <section
      aria-labelledby="publish-title"
      className="floating z-10 mt-5 rounded-card px-4 py-3 shadow-popover lg:sticky lg:bottom-4 lg:px-5"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h2 id="publish-title" className="text-status font-semibold">
              {isDone ? TEXT.done : isReady ? TEXT.ready : TEXT.blocked(blocking.length)}
            </h2>
            <p className="text-micro text-quiet">{isDone ? TEXT.doneText : TEXT.notifies(recipients)}</p>
          </div>
          <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-small">
            {blocking.map((one) => (
              <Blocking key={one.key} obstacle={one} />
            ))}
            {completeOf(postmortem).map((text) => (
              <li key={text} className="flex items-center gap-2 text-quiet">
                <Icon name="check" className="size-4 text-ok-solid" />
                {text}
              </li>
            ))}
          </ul>
        </div>
        {acts && !isDone && (
          <PublishForm
            postmortem={postmortem}
            action={canApprove ? acts.approveAndPublish : acts.publish}
            submit={canApprove ? TEXT.approveAndSubmit : TEXT.submit}
            isReady={isReady}
            isLater={publishedVersion !== null}
            canReturn={canApprove || state === 'approved'}
          />
        )}
      </div>
    </section>
  );
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
  isLater: boolean;
  canReturn: boolean;
};

/** Shows the button, and for a later version the note for readers. */
function PublishForm({ postmortem: { publicId, version }, action, submit, isReady, isLater, canReturn }: FormProps) {
  if (!isReady)
    return (
      <button type="button" disabled className="button">
        {submit}
      </button>
    );
  return (
    <div className="flex flex-wrap items-end justify-end gap-2">
      {canReturn && (
        <a href="#request-changes" className="button">
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
