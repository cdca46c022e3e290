'use client'; // gives advice while typing, and shows previews; a plain form without JavaScript

import { type MouseEvent, useState } from 'react';
import { Field, TextArea, Tick } from '#components/ui/fields';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import { type IncidentState, isOpenState } from '#domain/incident/incident';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import { lintUpdate } from '#domain/incident/update-lint';
import { WHAT_YOU_CAN_DO_LENGTH_MAX } from '#domain/incident/what-you-can-do';
import { consoleEn } from '#messages/en/console';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import type { TemplateTexts } from '#server/incidents/console/view-types';
import { ComponentChoices, type NamedComponent } from './component-choices.tsx';
import { type Conflict, Difference } from './difference.tsx';
import { LintList } from './lint-list.tsx';
import { type Preview, PreviewPanel } from './preview-panel.tsx';

const TEXT = consoleIncidentsEn.composer;
const MINUTES = [15, 30, 60, 120] as const;
const NAMES = new Intl.ListFormat('en-GB');

type Result = {
  kind: 'error' | 'done';
  message: string;
  preview?: Preview;
  conflict?: Conflict;
  needsReason?: boolean;
  published?: { update: string; version: number };
  link?: { href: string; label: string };
} | null;
type SendUpdate = (previous: Result, form: FormData) => Promise<Result>;

type Props = {
  action: SendUpdate;
  incident: string;
  title: string;
  components: readonly NamedComponent[];
  states: readonly IncidentState[];
  texts: TemplateTexts;
  stateNow: IncidentState;
  /** Number of state changes of the incident. */
  movesNow: number;
  whatYouCanDoNow: string;
  draftVersionAtFirst: number;
  newKey: string;
  /** Whether an update requires approval: always, if it worsens the status, or never. */
  approval: 'needed' | 'possible' | 'never';
  templates: readonly { name: string; href: string }[];
  /** Components that are failing according to monitoring. */
  failing: readonly string[];
};

/** Shows the form for an update: templates, text with advice, previews and options. */
export function Composer(props: Props) {
  const { action, title, components, states, texts, approval, templates, failing } = props;
  const { result, isPending, form } = usePreservedForm<Result>(action);
  const [body, setBody] = useState(texts.body);
  const [whatYouCanDo, setWhatYouCanDo] = useState(texts.whatYouCanDo);
  const [state, setState] = useState<IncidentState>(texts.state);
  const [next, setNext] = useState(texts.nextMinutes === null ? '' : String(texts.nextMinutes));
  const isClosing = !isOpenState(state);
  const findings = lintUpdate({
    text: body,
    whatYouCanDo,
    components: components.map(({ name }) => name),
    hasNextUpdate: next !== '',
    isClosing,
  });
  return (
    <form {...form} id="composer" className="mt-3 max-w-[46rem]">
      <Basis {...props} conflict={result?.conflict} />
      <TemplateLinks templates={templates} isTouched={body.trim() !== '' && body !== texts.body} />
      <TextArea
        id="body"
        name="body"
        label={TEXT.body}
        hint={TEXT.bodyHint}
        rows={7}
        required
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      <TextArea
        id="whatYouCanDo"
        name="whatYouCanDo"
        label={TEXT.whatYouCanDo}
        hint={isClosing ? TEXT.whatYouCanDoClosing : TEXT.whatYouCanDoHint}
        rows={2}
        maxLength={WHAT_YOU_CAN_DO_LENGTH_MAX}
        value={whatYouCanDo}
        onChange={(event) => setWhatYouCanDo(event.target.value)}
      />
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        <Pick
          id="state"
          label={TEXT.state}
          value={state}
          onPick={(value) => setState(value as IncidentState)}
          options={states.map((one) => [one, enIncidents.state[one]])}
        />
        {!isClosing && (
          <Pick
            id="next"
            label={TEXT.next}
            value={next}
            onPick={setNext}
            options={[['', TEXT.nextNone], ...MINUTES.map((one): [string, string] => [String(one), TEXT.nextIn(one)])]}
          />
        )}
      </div>
      {!isClosing && body.includes('{{next_update}}') && <p className="mt-1 text-small text-quiet">{TEXT.nextHint}</p>}
      <Extras components={components} title={title} texts={texts} />
      <Reason failing={failing} isNeeded={result?.needsReason ?? false} reason={texts.reason} />
      <LintList findings={findings} isEmpty={body.trim() === ''} />
      <Outcome result={result} />
      <Buttons isPending={isPending} approval={approval} published={result?.published} />
    </form>
  );
}

/**
 * The draft and the state that the text is based on, and the idempotency key. They stay the same while a person writes, whatever else changes on the
 * page, so that sending again repeats the same request.
 */
function Basis({
  incident,
  title,
  stateNow,
  movesNow,
  whatYouCanDoNow,
  draftVersionAtFirst,
  newKey,
  conflict,
}: Props & { conflict: Conflict | undefined }) {
  const [{ draftVersion, idempotencyKey, stateBefore, moves, whatYouCanDoBefore }] = useState({
    draftVersion: draftVersionAtFirst,
    idempotencyKey: newKey,
    stateBefore: stateNow,
    moves: movesNow,
    whatYouCanDoBefore: whatYouCanDoNow,
  });
  return (
    <>
      <input type="hidden" name="incident" value={incident} />
      <input type="hidden" name="titleBefore" value={title} />
      <input type="hidden" name="stateBefore" value={stateBefore} />
      <input type="hidden" name="whatYouCanDoBefore" value={whatYouCanDoBefore} />
      <input type="hidden" name="moves" value={moves} />
      <input type="hidden" name="draftVersion" value={conflict?.version ?? draftVersion} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
    </>
  );
}

/** Shows the reason field whenever the server could require one, because components and states can be chosen without JavaScript. */
function Reason({ failing, isNeeded, reason }: { failing: readonly string[]; isNeeded: boolean; reason: string }) {
  if (failing.length === 0 && !isNeeded && reason === '') return null;
  const hint = failing.length > 0 ? TEXT.reasonHint(NAMES.format(failing)) : TEXT.reasonNeeded;
  return (
    <Field
      id="reason"
      name="reason"
      label={TEXT.reason}
      hint={hint}
      defaultValue={reason}
      autoComplete="off"
      aria-invalid={isNeeded || undefined}
    />
  );
}

type Published = NonNullable<Result>['published'];

/** Shows the buttons of the composer. If approval is required, the draft is saved. An update that was published although its answer was lost is replaced. */
function Buttons({
  isPending,
  approval,
  published,
}: { isPending: boolean; published: Published } & Pick<Props, 'approval'>) {
  const more = [
    ['preview', TEXT.preview],
    ['draft', TEXT.saveDraft],
    ...(approval !== 'never' ? [['ready', consoleIncidentsEn.approval.save]] : []),
  ];
  return (
    <>
      {approval === 'needed' && <p className="mt-3">{consoleIncidentsEn.approval.hint}</p>}
      {published && <input type="hidden" name="published" value={published.update} />}
      {published && <input type="hidden" name="publishedVersion" value={published.version} />}
      <div className="mt-4 flex flex-wrap gap-3">
        <button
          type="submit"
          name="intent"
          value={published ? 'replace' : 'publish'}
          disabled={isPending}
          className="button button-primary"
        >
          {isPending ? consoleEn.form.working : published ? TEXT.replacePublished : TEXT.publish}
        </button>
        {more.map(([intent, label]) => (
          <button key={intent} type="submit" name="intent" value={intent} disabled={isPending} className="button">
            {label}
          </button>
        ))}
      </div>
    </>
  );
}

function Outcome({ result }: { result: Result }) {
  return (
    <div aria-live="polite">
      {result && (
        <p
          className={`my-3 border-s-4 ps-3 font-semibold ${result.kind === 'error' ? 'border-maj-solid text-maj-ink' : 'border-accent'}`}
        >
          {result.message}
        </p>
      )}
      {result?.link && (
        <a href={result.link.href} className="inline-block min-h-6 text-accent underline underline-offset-2">
          {result.link.label}
        </a>
      )}
      {result?.conflict && <Difference {...result.conflict} />}
      {result?.preview && <PreviewPanel preview={result.preview} />}
    </div>
  );
}

/** Shows rarely needed options: single components, title, time and audience. */
function Extras({ components, title, texts }: Pick<Props, 'components' | 'title' | 'texts'>) {
  const { stated, isInternal, notifies, occurredAt } = texts;
  return (
    <details className="mt-3">
      <summary className="min-h-6 cursor-pointer text-accent underline underline-offset-2">{TEXT.more}</summary>
      <ComponentChoices components={components} chosen={stated} />
      <Field
        id="title"
        name="title"
        label={TEXT.newTitle}
        defaultValue={texts.title || title}
        maxLength={TITLE_LENGTH_MAX}
        autoComplete="off"
      />
      <Field
        id="occurredAt"
        name="occurredAt"
        label={TEXT.occurredAt}
        hint={TEXT.occurredAtHint}
        defaultValue={occurredAt}
        autoComplete="off"
      />
      <Tick id="internal" name="internal" value="on" isTicked={isInternal}>
        {TEXT.internal}
      </Tick>
      <Tick id="notify" name="notify" value="on" isTicked={notifies}>
        {TEXT.notify}
      </Tick>
    </details>
  );
}

function TemplateLinks({ templates, isTouched }: { templates: Props['templates']; isTouched: boolean }) {
  if (templates.length === 0) return null;
  const keep = (event: MouseEvent) => {
    if (isTouched && !confirm(TEXT.replace)) event.preventDefault();
  };
  return (
    <nav aria-label={TEXT.templates}>
      <p className="text-small text-quiet">{TEXT.templates}</p>
      <ul className="mt-1 flex flex-wrap gap-2">
        {templates.map(({ name, href }) => (
          <li key={name}>
            <a href={href} onClick={keep} className="button button-small inline-flex items-center">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

type PickProps = {
  id: string;
  label: string;
  value: string;
  onPick: (value: string) => void;
  options: readonly (readonly [string, string])[];
};

function Pick({ id, label, value, onPick, options }: PickProps) {
  return (
    <div>
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      <select id={id} name={id} className="field mt-1" value={value} onChange={(event) => onPick(event.target.value)}>
        {options.map(([one, label]) => (
          <option key={one} value={one}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
