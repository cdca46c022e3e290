import type { ReactNode } from 'react';
import { daysOverdue, isOverdue } from '#domain/postmortem/action-item';
import type { Improvement } from '#domain/postmortem/public-lists';
import { type Day, dayAt } from '#domain/time/day';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { ActionItemTable } from './action-item-table.tsx';
import { formatDue, formatShortDue } from './format-due.ts';

const TEXT = enPostmortemPages.actions;

type Props = { caption: string; items: readonly Improvement[]; today: Day };

/** Shows action items with their post-mortems, and by how much each missed the day that was promised first. */
export function ImprovementTable({ caption, items, today }: Props) {
  return (
    <ActionItemTable
      caption={caption}
      rows={items.map((item) => ({
        key: item.publicId,
        state: isOverdue(item, today) ? 'overdue' : item.state,
        action: item.action,
        below: <Below item={item} today={today} />,
        owner: item.owner,
        due: formatShortDue(item.dueOn, today),
        dueNote: <DueNote item={item} today={today} />,
      }))}
    />
  );
}

function Below({ item: { postmortem, movedTo, reason, state }, today }: { item: Improvement; today: Day }) {
  const { publicId, title, startedAt } = postmortem;
  return (
    <>
      <p className="text-micro">
        <a href={`/postmortems/${publicId}`} className="quiet-link">
          {enPostmortemPages.improvements.source(title, formatShortDue(dayAt(startedAt), today))}
        </a>
      </p>
      {state !== 'done' && movedTo !== null && (
        <p className="sunken-note">
          <strong className="font-semibold">{TEXT.newDate(formatDue(movedTo, today))}</strong> {reason}
        </p>
      )}
    </>
  );
}

function DueNote({ item, today }: { item: Improvement; today: Day }): ReactNode {
  const days = daysOverdue(item, today);
  if (item.state !== 'done')
    return (
      days > 0 && (
        <strong className="block text-micro font-semibold text-maj-ink">
          <bdi>{TEXT.daysOverdue(days)}</bdi>
        </strong>
      )
    );
  if (item.doneOn === null) return null;
  const day = formatShortDue(item.doneOn, today);
  return <bdi className="block text-micro text-quiet">{days > 0 ? TEXT.doneLate(day, days) : TEXT.doneOn(day)}</bdi>;
}
