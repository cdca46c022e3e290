import { ActionForm, type Send } from '#components/ui/action-form';
import { Disclosure } from '#components/ui/disclosure';
import { Field, TextArea } from '#components/ui/fields';
import type { Section } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';

const TEXT = consolePostmortemsEn.comments;

/** `section`: null for a comment on the whole text. */
type Props = { postmortem: string; section: Section | null; action: Send; newKey: string };

/** Shows the form for a comment, folded. */
export function CommentForm({ postmortem, section, action, newKey }: Props) {
  const place = section ?? 'whole';
  return (
    <Disclosure summary={TEXT.add} className="mt-1 open:w-full">
      <ActionForm action={action} submit={TEXT.submit}>
        <input type="hidden" name="postmortem" value={postmortem} />
        {section && <input type="hidden" name="section" value={section} />}
        <input type="hidden" name="idempotencyKey" value={`${newKey}-${place}`} />
        {section && (
          <Field
            id={`quote-${place}`}
            name="quote"
            label={TEXT.quote}
            hint={TEXT.quoteHint}
            maxLength={500}
            autoComplete="off"
          />
        )}
        <TextArea id={`comment-${place}`} name="body" label={TEXT.body} rows={3} required />
      </ActionForm>
    </Disclosure>
  );
}
