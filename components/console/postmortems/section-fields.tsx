import { CheckedText } from '#components/console/postmortems/figures/checked-text';
import { Disclosure } from '#components/ui/disclosure';
import type { SectionText, TextSection } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import type { CheckedProps } from './checked-props.ts';
import { EDITOR_FORM } from './editor-form.ts';
import { rowsFor } from './rows-for.ts';

const TEXT = consolePostmortemsEn.editor;
const ROWS_MIN = 3;

type Props = { section: TextSection; text: SectionText; onChange: (text: SectionText) => void; canEdit: boolean };

/** Shows the field of the public text of a section, with marks for its figures. */
export function PublicField({ section, text, onChange, canEdit, ...checked }: Props & CheckedProps) {
  return (
    <CheckedText
      {...checked}
      place={{ section, entry: null }}
      name={`public.${section}`}
      form={EDITOR_FORM}
      labelledBy={`${section}-title`}
      rows={rowsFor(text.public, ROWS_MIN)}
      placeholder={TEXT.placeholder[section]}
      value={text.public}
      onChange={(value) => onChange({ ...text, public: value })}
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
