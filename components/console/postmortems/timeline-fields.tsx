import { CheckedText } from '#components/console/postmortems/figures/checked-text';
import { Disclosure } from '#components/ui/disclosure';
import { Field, TextArea } from '#components/ui/fields';
import { UtcTime } from '#components/ui/utc-time';
import type { EditedText } from '#domain/postmortem/edited-text';
import { dayOf } from '#domain/time/calendar';
import { clockUtc, dayUtc } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { CheckedProps } from './checked-props.ts';
import { EDITOR_FORM } from './editor-form.ts';
import { rowsFor } from './rows-for.ts';

const TEXT = consolePostmortemsEn.entry;

type Props = { text: EditedText; setText: (change: (now: EditedText) => EditedText) => void; canEdit: boolean };
type Entry = EditedText['timeline'][number];

/** Shows the timeline by day. Texts can be changed; times are those of the record, or of a new entry. */
export function TimelineFields({ text: { timeline, added }, setText, canEdit, ...checked }: Props & CheckedProps) {
  const setEntry = (index: number, entry: Entry) =>
    setText((now) => ({ ...now, timeline: now.timeline.map((one, i) => (i === index ? entry : one)) }));
  const days = [
    ...Map.groupBy(
      timeline.map((entry, i) => [i, entry] as const),
      ([, { at }]) => dayOf(at),
    ),
  ];
  return (
    <>
      {timeline.length === 0 && <p className="mt-2 text-quiet">{TEXT.none}</p>}
      {days.map(([day, entries]) => (
        <div key={day}>
          <h3 className="mt-2 text-micro text-quiet">{dayUtc(day)}, UTC</h3>
          <ol>
            {entries.map(([i, entry]) => (
              <EntryFields
                key={`${i} ${entry.at}`}
                index={i}
                entry={entry}
                onChange={(changed) => setEntry(i, changed)}
                canEdit={canEdit}
                {...checked}
              />
            ))}
          </ol>
        </div>
      ))}
      {timeline.length > 0 && <p className="mt-2 text-micro text-quiet">{TEXT.hint}</p>}
      {canEdit && <NewEntry added={added} onChange={(changed) => setText((now) => ({ ...now, added: changed }))} />}
    </>
  );
}

type EntryProps = { index: number; entry: Entry; onChange: (entry: Entry) => void; canEdit: boolean };

function EntryFields({ index, entry, onChange, canEdit, ...checked }: EntryProps & CheckedProps) {
  const time = clockUtc(entry.at);
  return (
    <li className="grid grid-cols-[3.25rem_minmax(0,1fr)_1.75rem] items-start gap-x-2">
      <span className="pt-1.5 font-semibold text-ink">
        <UtcTime at={entry.at} text={time} isBrief />
      </span>
      <input type="hidden" name="entry-at" form={EDITOR_FORM} value={entry.at} />
      <CheckedText
        {...checked}
        place={{ section: 'timeline', entry: index }}
        name="entry-text"
        form={EDITOR_FORM}
        label={TEXT.textOf(time)}
        rows={rowsFor(entry.text, 1)}
        value={entry.text}
        onChange={(text) => onChange({ ...entry, text })}
        readOnly={!canEdit}
      />
      <label className="flex min-h-8.5 items-center justify-end">
        <span className="sr-only">{TEXT.keyOf(time)}</span>
        <input
          type="checkbox"
          name="entry-key"
          form={EDITOR_FORM}
          value={index}
          checked={entry.isKey}
          onChange={({ target }) => onChange({ ...entry, isKey: target.checked })}
          disabled={!canEdit}
          className="tick mt-0"
        />
      </label>
    </li>
  );
}

type NewProps = { added: EditedText['added']; onChange: (added: EditedText['added']) => void };

function NewEntry({ added, onChange }: NewProps) {
  return (
    <Disclosure summary={TEXT.add} className="mt-2" isOpen={added.text !== '' || added.at !== ''}>
      <Field
        id="new-at"
        name="new-at"
        form={EDITOR_FORM}
        type="datetime-local"
        step={1}
        label={TEXT.at}
        value={added.at}
        onChange={({ target }) => onChange({ ...added, at: target.value })}
      />
      <TextArea
        id="new-text"
        name="new-text"
        form={EDITOR_FORM}
        label={TEXT.text}
        rows={2}
        value={added.text}
        onChange={({ target }) => onChange({ ...added, text: target.value })}
      />
      <label className="mt-2 flex min-h-6 w-fit items-center gap-2 text-small">
        <input
          type="checkbox"
          name="new-key"
          form={EDITOR_FORM}
          checked={added.isKey}
          onChange={({ target }) => onChange({ ...added, isKey: target.checked })}
          className="tick mt-0"
        />
        {TEXT.key}
      </label>
      <button type="submit" form={EDITOR_FORM} name="intent" value="save" className="button button-small mt-3">
        {TEXT.submit}
      </button>
    </Disclosure>
  );
}
