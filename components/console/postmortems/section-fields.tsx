import { Disclosure } from '#components/ui/disclosure';
import type { SectionText, TextSection } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import { EDITOR_FORM } from './editor-form.ts';
import { rowsFor } from './rows-for.ts';

const TEXT = consolePostmortemsEn.editor;
const ROWS_MIN = 3;

type Props = { section: TextSection; text: SectionText; onChange: (text: SectionText) => void; canEdit: boolean };

/** Shows the field of the public text of a section. */
export function PublicField({ section, text, onChange, canEdit }: Props) {
  return (
    <textarea
      name={`public.${section}`}
      form={EDITOR_FORM}
      aria-labelledby={`${section}-title`}
      rows={rowsFor(text.public, ROWS_MIN)}
      className="text-field mt-1"
      placeholder={TEXT.placeholder[section]}
      value={text.public}
      onChange={({ target }) => onChange({ ...text, public: target.value })}
      readOnly={!canEdit}
    />
  );
}

/** Shows the field of the internal text of a section, folded while it is empty. */
export function InternalField({ section, text, onChange, canEdit }: Props) {
  const name = enPostmortems.section[section];
  return (
    <Disclosure
      id={`${section}-internal`}
      summary={TEXT.internal}
      className="mt-1 open:w-full"
      isOpen={text.internal !== ''}
    >
      <p id={`${section}-internal-hint`} className="mt-1 text-micro text-quiet">
        {TEXT.internalHint}
      </p>
      <textarea
        name={`internal.${section}`}
        form={EDITOR_FORM}
        aria-label={TEXT.internalOf(name)}
        aria-describedby={`${section}-internal-hint`}
        rows={rowsFor(text.internal, ROWS_MIN)}
        className="field mt-1 field-sizing-content"
        value={text.internal}
        onChange={({ target }) => onChange({ ...text, internal: target.value })}
        readOnly={!canEdit}
      />
    </Disclosure>
  );
}
