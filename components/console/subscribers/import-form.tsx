'use client'; // reads the chosen file into the text field, and shows the preview before anything is changed
import { useEffect, useRef } from 'react';
import { Button } from '#components/ui/button';
import { DataTable } from '#components/ui/data-table';
import { Field, TextArea, Tick } from '#components/ui/fields';
import { StatusIcon } from '#components/ui/status-icon';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import { countImport, type ImportLine, type ImportResult } from '#domain/subscription/plan-import';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';

const TEXT = consoleSubscribersEn.importForm;
const ROWS_SHOWN = 200;
const RESULTS = ['new', 'subscribed', 'unsubscribed', 'invalid'] as const;
/** Rows with errors first, because they need an action. */
const ORDER: Record<ImportResult, number> = { invalid: 0, unsubscribed: 1, new: 2, subscribed: 3 };
const MARKS = {
  new: 'operational',
  subscribed: 'not_monitored',
  unsubscribed: 'not_monitored',
  invalid: 'degraded_performance',
} as const;

type Result = { kind: 'error' | 'done'; message: string; lines?: ImportLine[]; text?: string } | null;
type SendImport = (previous: Result, form: FormData) => Promise<Result>;

/** Shows the content of a file of subscribers, the result for each row, and the button that imports them. */
export function ImportForm({ action }: { action: SendImport }) {
  const { result, isPending, form } = usePreservedForm<Result>(action);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => void copyContent(input.current), []); // of a file that was chosen before this script ran
  return (
    <form {...form}>
      <Field
        id="file"
        name=""
        label={TEXT.file}
        type="file"
        accept=".csv,text/csv"
        ref={input}
        onChange={({ target }) => copyContent(target)}
      />
      <TextArea
        id="text"
        name="text"
        label={TEXT.text}
        hint={TEXT.columns}
        rows={10}
        defaultValue={result?.text ?? ''}
        className="field mt-1 font-mono text-small"
        spellCheck={false}
        required
      />
      <div className="mt-4">
        <Button type="submit" name="intent" value="preview" isPending={isPending}>
          {TEXT.preview}
        </Button>
      </div>
      <div aria-live="polite">
        {result && (
          <p className={`mt-4 font-semibold ${result.kind === 'error' ? 'text-maj-ink' : ''}`}>{result.message}</p>
        )}
      </div>
      {result?.lines && <Preview lines={result.lines} isPending={isPending} />}
    </form>
  );
}

/** Copies the content of the chosen file, if any, into the text field. */
async function copyContent(input: HTMLInputElement | null): Promise<void> {
  const [file] = input?.files ?? [];
  const text = input?.form?.elements.namedItem('text');
  if (file && text instanceof HTMLTextAreaElement) text.value = await file.text();
}

function Preview({ lines, isPending }: { lines: readonly ImportLine[]; isPending: boolean }) {
  const counts = countImport(lines);
  return (
    <section aria-labelledby="preview" className="mt-6">
      <h2 id="preview" className="text-section">
        {TEXT.question(counts.new)}
      </h2>
      <p className="text-small text-quiet">{TEXT.rows(lines.length)}</p>
      <dl className="card mt-4 grid grid-cols-2 sm:grid-cols-4">
        {RESULTS.map((result) => (
          <div key={result} className="flex flex-col-reverse border-line p-3 sm:not-first:border-s">
            <dt className="text-micro text-quiet">{TEXT.counts[result]}</dt>
            <dd className="text-section font-semibold">{counts[result]}</dd>
          </div>
        ))}
      </dl>
      <PreviewRows lines={lines} />
      <div className="mt-4">
        <Tick id="confirmed" name="confirmed" value="yes" hint={TEXT.confirmedHint}>
          {TEXT.confirmed}
        </Tick>
        <p className="text-micro text-quiet">{TEXT.askHint}</p>
      </div>
      {counts.new > 0 && (
        <Button type="submit" name="intent" value="import" variant="primary" isPending={isPending} className="mt-4">
          {TEXT.submit(counts.new)}
        </Button>
      )}
    </section>
  );
}

function PreviewRows({ lines }: { lines: readonly ImportLine[] }) {
  const shown = lines.toSorted((a, b) => ORDER[a.result] - ORDER[b.result] || a.row - b.row).slice(0, ROWS_SHOWN);
  const columns = [
    { label: TEXT.head.row },
    { label: TEXT.head.address, isLead: true },
    { label: TEXT.head.components },
    { label: TEXT.head.result },
  ];
  const rows = shown.map(({ row, address, components, result, detail }) => ({
    key: String(row),
    cells: [
      String(row),
      address,
      components || TEXT.all,
      <span key="result" className="inline-flex items-center gap-1.5">
        <StatusIcon tone={MARKS[result]} size={16} />
        {detail ?? TEXT.result[result]}
      </span>,
    ],
  }));
  return (
    <div className="mt-4">
      <DataTable caption={TEXT.head.result} columns={columns} rows={rows} onPhone="blocks" />
      {lines.length > ROWS_SHOWN && (
        <p className="mt-2 text-small text-quiet">{TEXT.shown(ROWS_SHOWN, lines.length)}</p>
      )}
    </div>
  );
}
