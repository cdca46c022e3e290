import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field, TextArea } from '#components/ui/fields';
import { INCIDENT_STATES } from '#domain/incident/incident';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';

const TEXT = consoleIncidentsEn.templates;

type Props = {
  action: Send;
  template: { name: string; title: string | null; body: string; state: string | null; version: number } | null;
};

/** Shows the form for a new or existing template. */
export function TemplateForm({ action, template }: Props) {
  const id = template?.name.replace(/\W+/g, '-').toLowerCase() ?? 'new';
  const states = [
    { value: '', label: TEXT.noState },
    ...INCIDENT_STATES.map((state) => ({ value: state, label: enIncidents.state[state] })),
  ];
  return (
    <ActionForm action={action} submit={TEXT.save} label={`${TEXT.save}: ${template?.name ?? TEXT.add}`}>
      <input type="hidden" name="version" value={template?.version ?? 0} />
      {template ? (
        <input type="hidden" name="name" value={template.name} />
      ) : (
        <Field id="name" name="name" label={TEXT.name} required autoComplete="off" />
      )}
      <Field
        id={`title-${id}`}
        name="title"
        label={TEXT.titleField}
        hint={TEXT.titleHint}
        defaultValue={template?.title ?? ''}
        maxLength={TITLE_LENGTH_MAX}
        autoComplete="off"
      />
      <TextArea id={`body-${id}`} name="body" label={TEXT.body} defaultValue={template?.body ?? ''} required rows={4} />
      <Choice id={`state-${id}`} name="state" label={TEXT.state} value={template?.state ?? ''} options={states} />
    </ActionForm>
  );
}
