import type { Send } from '#components/ui/action-form';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import type { NamedComponent } from './component-choices.tsx';
import { DraftApproval, type PendingDraft } from './draft-approval.tsx';

type Props = {
  incident: string;
  draft: (PendingDraft & { isReady: boolean }) | null;
  components: readonly NamedComponent[];
  /** Whether the composer already shows the draft. */
  isInComposer: boolean;
  acts: { approve: Send; discard: Send };
  now: Instant;
};

/** Shows the draft of an incident, for approval or to continue it. */
export function DraftNotice({ incident, draft, components, isInComposer, acts, now }: Props) {
  if (!draft) return null;
  const continueHref = `/console/incidents/${incident}?draft=go-on#composer`;
  const { edit } = draft.content;
  const changeHref = edit ? `/console/incidents/${incident}/updates/${edit.update}` : continueHref;
  if (draft.isReady)
    return (
      <DraftApproval
        incident={incident}
        draft={draft}
        components={components}
        changeHref={changeHref}
        acts={acts}
        now={now}
      />
    );
  if (isInComposer) return null;
  return (
    <a href={changeHref} className="inline-block min-h-6 text-accent underline underline-offset-4">
      {consoleIncidentsEn.composer.draft(draft.author.name)}
    </a>
  );
}
