import { Card, CardSection } from '#components/ui/card';
import { type ActionItemChange, isOverdue } from '#domain/postmortem/action-item';
import type { PublicActionItem } from '#domain/postmortem/published-version';
import type { Day } from '#domain/time/day';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { enPostmortems } from '#messages/en/postmortems';
import { ActionItemTable } from './action-item-table.tsx';
import { formatDue, formatShortDue } from './format-due.ts';

const TEXT = enPostmortemPages.actions;

type Props = { items: readonly PublicActionItem[]; today: Day };

/** Shows the action items with their states of today, each change of a date with its reason, and evidence of what is done. */
export function PostmortemActions({ items, today }: Props) {
  if (items.length === 0) return null;
  const done = items.filter(({ state }) => state === 'done').length;
  return (
    <section id="actions" aria-labelledby="actions-title" className="article mt-12 scroll-mt-6">
      <h2 id="actions-title" className="text-section">
        {enPostmortems.section.actions}
      </h2>
      <p className="mt-2 break-after-avoid text-small text-quiet">
        {done === items.length ? TEXT.allDone(done) : TEXT.done(done, items.length)}
      </p>
      <Card className="mt-5">
        <CardSection>
          <ActionItemTable
            caption={TEXT.caption}
            rows={items.map((item) => ({
              key: item.publicId,
              state: isOverdue(item, today) ? 'overdue' : item.state,
              action: item.action,
              below: <Below item={item} today={today} />,
              owner: item.owner,
              due: formatShortDue(item.dueOn, today),
            }))}
          />
        </CardSection>
      </Card>
    </section>
  );
}

function Below({ item: { changes, evidenceUrl }, today }: { item: PublicActionItem; today: Day }) {
  const moves = changes.filter(({ fromDue, toDue }) => fromDue !== toDue).toSorted((a, b) => b.at - a.at);
  return (
    <>
      {evidenceUrl !== null && (
        <p className="text-micro">
          <a href={evidenceUrl} rel="nofollow noopener noreferrer" className="quiet-link">
            {TEXT.evidence}
          </a>
        </p>
      )}
      {moves.length > 0 && (
        <div className="sunken-note">
          {moves.map((move, i) => (
            <Move key={move.at} move={move} isLatest={i === 0} today={today} />
          ))}
        </div>
      )}
    </>
  );
}

function Move({ move: { toDue, reason }, isLatest, today }: { move: ActionItemChange; isLatest: boolean; today: Day }) {
  const day = formatDue(toDue, today);
  return (
    <p>
      <strong className="font-semibold">{isLatest ? TEXT.newDate(day) : TEXT.earlierDate(day)}</strong> {reason}
    </p>
  );
}
