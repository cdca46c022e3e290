import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field } from '#components/ui/fields';
import { ACTION_ITEM_STATES } from '#domain/postmortem/action-item';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import type { StaffActionItem } from '#server/postmortems/view-types';

const TEXT = consolePostmortemsEn.items;
const STATES = ACTION_ITEM_STATES.map((value) => ({ value, label: enPostmortemPages.actions.state[value] }));

type AddProps = { postmortem: string; action: Send; newKey: string };

/** Shows the form for a new action item. */
export function AddItemForm({ postmortem, action, newKey }: AddProps) {
  return (
    <ActionForm action={action} submit={TEXT.add}>
      <input type="hidden" name="postmortem" value={postmortem} />
      <input type="hidden" name="idempotencyKey" value={`${newKey}-item`} />
      <ItemFields id="new-item" item={null} />
    </ActionForm>
  );
}

type ChangeProps = {
  postmortem: string;
  item: StaffActionItem;
  isPublic: boolean;
  acts: { change: Send; remove: Send };
};

/** Shows the form that changes an action item, and the one that removes it while readers have not seen it. */
export function ChangeItemForm({ postmortem, item, isPublic, acts }: ChangeProps) {
  const ids = (
    <>
      <input type="hidden" name="postmortem" value={postmortem} />
      <input type="hidden" name="item" value={item.publicId} />
    </>
  );
  return (
    <>
      <ActionForm action={acts.change} submit={TEXT.save}>
        {ids}
        <ItemFields id={item.publicId} item={item} />
        {isPublic && (
          <Field
            id={`reason-${item.publicId}`}
            name="reason"
            label={TEXT.reason}
            hint={TEXT.reasonHint}
            maxLength={500}
            autoComplete="off"
          />
        )}
      </ActionForm>
      {!isPublic && (
        <ActionForm
          action={acts.remove}
          submit={TEXT.remove}
          label={TEXT.removeOf(item.action)}
          isSmall
          className="mt-2"
        >
          {ids}
        </ActionForm>
      )}
    </>
  );
}

function ItemFields({ id, item }: { id: string; item: StaffActionItem | null }) {
  return (
    <>
      <Field
        id={`action-${id}`}
        name="action"
        label={TEXT.action}
        defaultValue={item?.action}
        maxLength={300}
        autoComplete="off"
        required
      />
      <div className="grid gap-x-3 sm:grid-cols-3">
        <Field
          id={`owner-${id}`}
          name="owner"
          label={TEXT.owner}
          defaultValue={item?.owner}
          maxLength={100}
          autoComplete="off"
          required
        />
        <Field
          id={`due-${id}`}
          name="dueOn"
          type="date"
          label={TEXT.due}
          defaultValue={item?.movedTo ?? item?.dueOn}
          required
        />
        <Choice id={`state-${id}`} name="state" label={TEXT.state} value={item?.state} options={STATES} />
      </div>
      <Field
        id={`evidence-${id}`}
        name="evidenceUrl"
        type="url"
        label={TEXT.evidence}
        hint={TEXT.evidenceHint}
        defaultValue={item?.evidenceUrl ?? ''}
        maxLength={2_000}
        autoComplete="off"
      />
    </>
  );
}
