import { formatFactName } from '#components/site/postmortems/format-fact.ts';
import { Tag } from '#components/ui/tag';
import type { SectionFinding } from '#domain/postmortem/content-parts';
import { EXPLANATION_LENGTH_MAX } from '#domain/postmortem/sections';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { enPostmortems } from '#messages/en/postmortems';
import { EDITOR_FORM } from './editor-form.ts';

const TEXT = consoleFiguresEn;
const PLAIN = consolePostmortemsEn.plainFigures;

/** `key`: the name of the finding in the form. `text`: of the section or entry that it is in. */
type Props = {
  finding: SectionFinding;
  id: string;
  text: string;
  number: number;
  isExplained: boolean;
  nameOf: (slug: string) => string;
  canEdit: boolean;
};

/** Shows a figure that differs: its sentence, both values, a likely cause, and how to correct or explain it. */
export function PlainFinding({ finding, id, text, number, isExplained, nameOf, canEdit }: Props) {
  const { fact, kind, section, hint, suggestion, reason } = finding;
  const name = fact === null ? enPostmortemPages.checks.kind[kind] : formatFactName(fact, nameOf);
  return (
    <>
      <div className="flex items-start gap-2.5">
        {!isExplained && <FindingNumber n={number} />}
        <h3 className="min-w-0 flex-1 text-status font-semibold">{name}</h3>
        {isExplained && <Tag>{TEXT.explained}</Tag>}
      </div>
      <p className="mt-1 text-small">
        <a href={`#${section}`} className="quiet-link text-micro">
          {enPostmortems.section[section]}
        </a>{' '}
        <Quoted finding={finding} text={text} />
      </p>
      <Values finding={finding} />
      {hint !== null && !isExplained && <p className="mt-2 text-micro text-quiet">{TEXT.hint[hint]}</p>}
      {reason !== null && (
        <p className="mt-2 text-small">
          “{reason}” <span className="text-micro text-quiet">{TEXT.explanation.shown}</span>
        </p>
      )}
      {canEdit && (
        <div className="mt-3 flex flex-wrap items-start gap-2">
          {suggestion !== null && (
            <button type="submit" form={EDITOR_FORM} name="intent" value={`use:${id}`} className="button button-small">
              {TEXT.use(suggestion)}
            </button>
          )}
          <Reason id={id} number={number} finding={finding} />
        </div>
      )}
    </>
  );
}

function FindingNumber({ n }: { n: number }) {
  return (
    <span className="finding-number">
      <span className="sr-only">{PLAIN.number(n)}</span>
      <span aria-hidden="true">{n}</span>
    </span>
  );
}

/** Shows the sentence of a claim in quotation marks, with the claim in bold. */
function Quoted({ finding: { sentence, start, end }, text }: { finding: SectionFinding; text: string }) {
  return (
    <>
      “{text.slice(sentence.start, start).trimStart()}
      <strong className="font-semibold">{text.slice(start, end)}</strong>
      {text.slice(end, sentence.end).trimEnd()}”
    </>
  );
}

function Values({ finding: { text, recorded, source } }: { finding: SectionFinding }) {
  if (recorded === null) return null;
  return (
    <dl className="mt-2.5 grid grid-cols-2 rounded-control border border-line text-micro">
      <div className="px-3 py-1.5">
        <dt className="text-quiet">{TEXT.wrote}</dt>
        <dd className="text-status font-semibold text-ink">
          <bdi>{text}</bdi>
        </dd>
      </div>
      <div className="border-s border-line px-3 py-1.5">
        <dt className="text-quiet">{TEXT.source[source ?? 'text']}</dt>
        <dd className="text-status font-semibold text-ink">
          <bdi>{recorded}</bdi>
        </dd>
      </div>
    </dl>
  );
}

function Reason({ id, number, finding: { text, reason } }: { id: string; number: number; finding: SectionFinding }) {
  return (
    <details className="open:w-full">
      <summary className="button button-small w-fit">{reason === null ? TEXT.explain : TEXT.explanation.edit}</summary>
      <label htmlFor={`reason-${number}`} className="mt-3 block text-small font-label text-ink">
        {TEXT.explanation.label}
      </label>
      <p id={`reason-${number}-hint`} className="mt-1 text-micro text-quiet">
        {PLAIN.reasonHint}
      </p>
      <textarea
        id={`reason-${number}`}
        name={`reason:${id}`}
        form={EDITOR_FORM}
        aria-describedby={`reason-${number}-hint`}
        aria-label={PLAIN.reasonOf(text)}
        rows={3}
        maxLength={EXPLANATION_LENGTH_MAX}
        className="field mt-1.5"
        defaultValue={reason ?? ''}
      />
      <button type="submit" form={EDITOR_FORM} name="intent" value="save" className="button button-small mt-2">
        {TEXT.explanation.save}
      </button>
    </details>
  );
}
