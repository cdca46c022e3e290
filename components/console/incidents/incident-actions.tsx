import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field } from '#components/ui/fields';
import { consoleIncidentsEn } from '#messages/en/console-incidents';

const TEXT = consoleIncidentsEn.act;

type Acts = { confirm: Send; note: Send; withdraw: Send; merge: Send };
type Props = {
  incident: string;
  acts: Acts;
  canAcknowledge: boolean;
  isPublic: boolean;
  others: readonly { publicId: string; title: string }[];
};

/** Shows the actions on an incident other than updates. */
export function IncidentActs({ incident, acts, canAcknowledge, isPublic, others }: Props) {
  const id = <input type="hidden" name="incident" value={incident} />;
  return (
    <>
      {canAcknowledge && (
        <ActionForm action={acts.confirm} submit={TEXT.acknowledge} className="mt-4">
          {id}
          <p className="text-small text-quiet">{isPublic ? TEXT.acknowledgeHint : TEXT.acknowledgeHeldHint}</p>
        </ActionForm>
      )}
      <ActionForm action={acts.note} submit={TEXT.noteAdd} className="mt-8 max-w-[46rem]">
        {id}
        <label htmlFor="note" className="block font-semibold">
          {TEXT.note}
        </label>
        <textarea id="note" name="note" rows={2} required className="field mt-1" />
      </ActionForm>
      <details className="mt-8 max-w-[46rem]">
        <summary className="min-h-6 cursor-pointer text-accent underline underline-offset-2">{TEXT.more}</summary>
        <ActionForm action={acts.withdraw} submit={TEXT.withdraw} className="mt-4">
          {id}
          <p className="text-small text-quiet">{TEXT.withdrawHint}</p>
          <Field id="withdraw-reason" name="reason" label={TEXT.reason} required autoComplete="off" />
        </ActionForm>
        {others.length > 0 && (
          <ActionForm action={acts.merge} submit={TEXT.merge} className="mt-8">
            {id}
            <Choice
              id="into"
              name="into"
              label={TEXT.mergeInto}
              options={others.map(({ publicId, title }) => ({ value: publicId, label: title }))}
            />
            <Field id="merge-reason" name="reason" label={TEXT.reason} required autoComplete="off" />
          </ActionForm>
        )}
      </details>
    </>
  );
}
