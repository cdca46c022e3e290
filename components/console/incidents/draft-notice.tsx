import type { Send } from '#components/ui/action-form';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import type { NamedComponent } from './component-choices.tsx';
import { type Waiting, WaitingDraft } from './waiting-draft.tsx';

type Props = {
  incident: string;
  draft: (Waiting & { isReady: boolean }) | null;
  components: readonly NamedComponent[];
  /** Whether the composer already shows the draft. */
  isTaken: boolean;
  acts: { approve: Send; discard: Send };
  now: Instant;
};

/** Shows the draft of an incident, for approval or to continue it. */
export function DraftNotice({ incident, draft, components, isTaken, acts, now }: Props) {
  if (!draft) return null;
  const goOn = `/console/incidents/${incident}?draft=go-on#composer`;
  const { edit } = draft.content;
  const changeHref = edit ? `/console/incidents/${incident}/updates/${edit.update}` : goOn;
  if (draft.isReady)
    return (
      <WaitingDraft
        incident={incident}
        draft={draft}
        components={components}
        changeHref={changeHref}
        acts={acts}
        now={now}
      />
    );
  if (isTaken) return null;
  return (
    <a href={changeHref} className="inline-block min-h-6 text-accent underline underline-offset-4">
      {consoleIncidentsEn.composer.draft(draft.author.name)}
    </a>
  );
}
