import type { ReactNode } from 'react';
import { ItemState, type ShownItemState } from '#components/ui/item-state';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

const { head: HEAD } = enPostmortemPages.actions;

/** `below`: what belongs to the action, such as its post-mortem. `dueNote`: by how much its day was missed. */
type ActionItemRow = {
  key: string;
  state: ShownItemState;
  action: string;
  below: ReactNode;
  owner: string;
  due: string;
  dueNote?: ReactNode;
};

/** Shows action items with their state, owner and day. On phones, the action is above the others. */
export function ActionItemTable({ caption, rows }: { caption: string; rows: readonly ActionItemRow[] }) {
  const hasNotes = rows.some(({ dueNote }) => dueNote !== undefined);
  return (
    <table className="data-table action-items min-[54rem]:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <colgroup className="max-sm:hidden">
        <col className="w-34" />
        <col />
        <col className={hasNotes ? 'w-28' : 'w-32'} />
        <col className={hasNotes ? 'w-36' : 'w-20'} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{HEAD.state}</th>
          <th scope="col">{HEAD.action}</th>
          <th scope="col">{HEAD.owner}</th>
          <th scope="col" className="end">
            {HEAD.due}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, state, action, below, owner, due, dueNote }) => (
          <tr key={key}>
            <td>
              <ItemState state={state} />
            </td>
            <th scope="row">
              {action}
              <div className="font-normal empty:hidden">{below}</div>
            </th>
            <td>{owner}</td>
            <td className="end">
              <bdi className="whitespace-nowrap">{due}</bdi>
              {dueNote}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
