import { StatusIcon } from '#components/ui/status-icon';
import type { ActionItemState } from '#domain/postmortem/action-item';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

/** The state of an action item as people see it: one that is not done by its day is overdue. */
export type ShownItemState = ActionItemState | 'overdue';

const INKS: Record<ShownItemState, string> = {
  overdue: 'text-maj-ink',
  in_progress: 'text-accent',
  planned: 'text-quiet',
  done: 'text-ok-ink',
};

/** Shows the state of an action item as icon and word. `children`: another text than the state. */
export function ItemState({ state, children }: { state: ShownItemState; children?: string }) {
  return (
    <span className={`flex items-center gap-2 text-small font-label whitespace-nowrap ${INKS[state]}`}>
      <ItemIcon state={state} />
      <bdi>{children ?? enPostmortemPages.actions.state[state]}</bdi>
    </span>
  );
}

function ItemIcon({ state }: { state: ShownItemState }) {
  if (state === 'done') return <StatusIcon tone="operational" size={18} />;
  if (state === 'overdue') return <StatusIcon tone="major_outage" size={18} />;
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="icon size-4.5">
      <circle cx="12" cy="12" r="8.8" />
      {state === 'in_progress' && <path d="M12 7a5 5 0 0 1 0 10z" className="fill-current stroke-none" />}
    </svg>
  );
}
