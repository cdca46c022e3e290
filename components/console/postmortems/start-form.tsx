import { ActionForm, type Send } from '#components/ui/action-form';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';

const TEXT = consolePostmortemsEn.list;

/** Shows the button that starts the post-mortem of an incident. */
export function StartForm({ incident, title, action }: { incident: string; title: string; action: Send }) {
  return (
    <ActionForm action={action} submit={TEXT.start} label={TEXT.startOf(title)} isSmall>
      <input type="hidden" name="incident" value={incident} />
    </ActionForm>
  );
}
