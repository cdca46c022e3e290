import { formatDue, formatShortDue } from '#components/site/postmortems/format-due.ts';
import type { Send } from '#components/ui/action-form';
import { Disclosure } from '#components/ui/disclosure';
import { ItemState } from '#components/ui/item-state';
import { isOverdue } from '#domain/postmortem/action-item';
import type { Day } from '#domain/time/day';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import type { StaffActionItem } from '#server/postmortems/view-types';
import { AddItemForm, ChangeItemForm } from './item-forms.tsx';

const TEXT = consolePostmortemsEn.items;

/** Acts are null for people who can only read. */
type ItemActs = { add: Send; change: Send; remove: Send } | null;
/** `isPublic`: readers see the items, so that a new day needs a reason and none can be removed. */
type Props = {
  postmortem: string;
  items: readonly StaffActionItem[];
  isPublic: boolean;
  today: Day;
  acts: ItemActs;
  newKey: string;
};

/** Shows the action items with their forms, each folded below its item. */
export function ItemList({ postmortem, items, isPublic, today, acts, newKey }: Props) {
  return (
    <>
      {items.length === 0 && <p className="mt-2 text-quiet">{TEXT.none}</p>}
      {items.length > 0 && isPublic && <p className="mt-1 text-micro text-quiet">{TEXT.publicHint}</p>}
      <ul className="mt-2">
        {items.map((item) => (
          <li key={item.publicId} className="border-line py-2.5 not-first:border-t">
            <Item item={item} today={today} />
            {acts && (
              <Disclosure summary={<ChangeSummary action={item.action} />} className="mt-0.5">
                <ChangeItemForm postmortem={postmortem} item={item} isPublic={isPublic} acts={acts} />
              </Disclosure>
            )}
          </li>
        ))}
      </ul>
      {acts && (
        <Disclosure summary={TEXT.add} className="mt-2">
          <AddItemForm postmortem={postmortem} action={acts.add} newKey={newKey} />
        </Disclosure>
      )}
    </>
  );
}

function ChangeSummary({ action }: { action: string }) {
  return (
    <>
      <span aria-hidden="true">{TEXT.change}</span>
      <span className="sr-only">{TEXT.changeOf(action)}</span>
    </>
  );
}

function Item({ item, today }: { item: StaffActionItem; today: Day }) {
  const { action, owner, state, dueOn, movedTo, doneOn, evidenceUrl, changes } = item;
  const moves = changes.filter(({ fromDue, toDue, reason }) => fromDue !== toDue && reason !== null);
  return (
    <>
      <div className="grid items-start gap-x-4 gap-y-0.5 sm:grid-cols-[7.5rem_minmax(0,1fr)_6rem_auto]">
        <ItemState state={isOverdue(item, today) ? 'overdue' : state} />
        <p className="text-small font-label text-ink max-sm:row-start-1">{action}</p>
        <p className="text-small">{owner}</p>
        <p className="text-small whitespace-nowrap sm:text-end">
          <bdi>{formatShortDue(dueOn, today)}</bdi>
        </p>
      </div>
      <p className="flex flex-wrap gap-x-4 text-micro text-quiet empty:hidden">
        {movedTo !== null && <span>{TEXT.moved(formatDue(movedTo, today))}</span>}
        {doneOn !== null && <span>{TEXT.doneOn(formatDue(doneOn, today))}</span>}
        {evidenceUrl !== null && (
          <a href={evidenceUrl} rel="nofollow noopener noreferrer" className="quiet-link">
            {enPostmortemPages.actions.evidence}
          </a>
        )}
      </p>
      {moves.map(({ at, toDue, reason }) => (
        <p key={at} className="text-micro text-quiet">
          {enPostmortemPages.actions.newDate(formatDue(toDue, today))} {reason}
        </p>
      ))}
    </>
  );
}
