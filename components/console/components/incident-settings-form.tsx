import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field } from '#components/ui/fields';
import type { IncidentSettings } from '#domain/automation/incident-record';
import { consoleCatalogEn } from '#messages/en/catalog';

const TEXT = consoleCatalogEn.incidents;
const SECOND_MS = 1_000;
const HOLD_DEFAULT_S = 300;

function optionsOf(text: Record<string, string>) {
  return Object.entries(text).map(([value, label]) => ({ value, label }));
}

type Props = { action: Send; slug: string; settings: IncidentSettings; basis: string };

/** Shows the form for the incident settings of a component. */
export function IncidentSettingsForm({ action, slug, settings, basis }: Props) {
  const holdSeconds = settings.publish === 'held' ? settings.holdMs / SECOND_MS : HOLD_DEFAULT_S;
  return (
    <ActionForm action={action} submit={TEXT.submit} className="grid max-w-xl gap-4">
      <div>
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="basis" value={basis} />
        <Choice
          label={TEXT.publish}
          id="publish"
          name="publish"
          value={settings.publish.replace('_', '-')}
          options={optionsOf(TEXT.publishAs)}
        />
        <Field
          label={TEXT.holdSeconds}
          hint={TEXT.holdHint}
          id="holdSeconds"
          name="holdSeconds"
          inputMode="decimal"
          defaultValue={holdSeconds}
        />
        <Choice
          label={TEXT.resolve}
          id="resolve"
          name="resolve"
          value={settings.resolve.replace('_', '-')}
          options={optionsOf(TEXT.resolveAs)}
        />
        <Choice
          label={TEXT.approval}
          id="approval"
          name="approval"
          value={settings.approval}
          options={optionsOf(TEXT.approvalFrom)}
        />
        <Field
          label={TEXT.rejoin}
          hint={TEXT.rejoinHint}
          id="rejoinWithinSeconds"
          name="rejoinWithinSeconds"
          inputMode="decimal"
          defaultValue={settings.rejoinWithinMs / SECOND_MS}
          required
        />
        <Field
          label={TEXT.join}
          hint={TEXT.joinHint}
          id="joinWithinSeconds"
          name="joinWithinSeconds"
          inputMode="decimal"
          defaultValue={settings.joinWithinMs / SECOND_MS}
          required
        />
      </div>
    </ActionForm>
  );
}
