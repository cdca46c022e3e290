'use client'; // previews the changes of a file before it is applied, and preserves the input

import { useState } from 'react';
import { Field, TextArea } from '#components/ui/fields';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import { consoleCatalogEn } from '#messages/en/catalog';
import { consoleEn } from '#messages/en/console';

const TEXT = consoleCatalogEn.file;
const LINES = 24;

type Result = { kind: 'error' | 'done'; message: string; differences?: string[]; text?: string } | null;
type SendFile = (previous: Result, form: FormData) => Promise<Result>;

/** Shows the whole catalogue as an editable text. */
export function CatalogFileForm({ action, text, basis }: { action: SendFile; text: string; basis: string }) {
  const { result, isPending, form } = usePreservedForm<Result>(action);
  const [changed, setChanged] = useState<Result>(null);
  return (
    <form {...form} onInput={() => setChanged(result)}>
      <input type="hidden" name="basis" value={basis} />
      <TextArea
        label={TEXT.text}
        id="text"
        name="text"
        rows={LINES}
        defaultValue={result?.text ?? text}
        className="field mt-1 font-mono text-small"
        spellCheck={false}
        required
      />
      <Field label={TEXT.reason} hint={TEXT.reasonHint} id="reason" name="reason" autoComplete="off" maxLength={500} />
      <div aria-live="polite">
        {isPending ? (
          <p className="my-3 text-quiet">{consoleEn.form.working}</p>
        ) : (
          result && changed !== result && <Outcome result={result} />
        )}
      </div>
      <div className="mt-4 flex flex-wrap gap-3">
        <button type="submit" name="intent" value="preview" disabled={isPending} className="button button-primary">
          {TEXT.preview}
        </button>
        <button type="submit" name="intent" value="apply" disabled={isPending} className="button">
          {TEXT.apply}
        </button>
      </div>
    </form>
  );
}

/** Problems arrive as lines of one text. */
function Outcome({ result: { kind, message, differences = [] } }: { result: NonNullable<Result> }) {
  const isError = kind === 'error';
  return (
    <div className={`my-3 border-s-4 ps-3 ${isError ? 'border-maj-solid' : 'border-accent'}`}>
      <p className={`font-semibold whitespace-pre-line ${isError ? 'text-maj-ink' : ''}`}>{message}</p>
      <ul>
        {differences.map((line) => (
          <li key={line}>
            <code className="text-small break-words">{line}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
