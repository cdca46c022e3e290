import { formatActor } from '#components/console/format-actor.ts';
import { Choice, Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';

type Props = {
  choices: { actors: readonly { kind: string; id: string; name: string | null }[]; actions: readonly string[] };
  filter: { actor?: string | undefined; action?: string | undefined; object?: string | undefined };
  /** The filter as in the query of the address. */
  query: string;
  fault: string | null;
};

const texts = consoleEn.audit;

/** Shows the filter of the audit log, and links to export it. */
export function AuditFilterForm({ choices, filter, query, fault }: Props) {
  const actors = [
    { value: '', label: texts.anybody },
    ...choices.actors.map(({ kind, id, name }) => ({ value: `${kind}:${id}`, label: formatActor({ kind, id, name }) })),
  ];
  const actions = [
    { value: '', label: texts.anything },
    ...choices.actions.map((action) => ({ value: action, label: action })),
  ];
  return (
    <form method="get" action="/console/audit" aria-label={texts.filter} className="mt-6">
      <div className="grid gap-x-4 sm:grid-cols-3">
        <Choice label={texts.who} id="actor" name="actor" value={filter.actor ?? ''} options={actors} />
        <Choice label={texts.action} id="action" name="action" value={filter.action ?? ''} options={actions} />
        <Field
          label={texts.object}
          id="object"
          name="object"
          defaultValue={filter.object ?? ''}
          placeholder="token:7"
          autoComplete="off"
        />
      </div>
      {fault !== null && (
        <p role="alert" className="mt-3 border-s-4 border-maj-solid ps-3 font-semibold text-maj-ink">
          {fault}
        </p>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-2">
        <button type="submit" className="button">
          {texts.submit}
        </button>
        <span className="text-small">
          {texts.export} <Export format="ndjson" query={query} texts={texts.ndjson} />,{' '}
          <Export format="csv" query={query} texts={texts.csv} />
        </span>
      </div>
    </form>
  );
}

function Export({ format, query, texts: label }: { format: string; query: string; texts: string }) {
  return (
    <a
      className="inline-block min-h-6 text-accent underline underline-offset-4"
      href={`/api/v1/audit?format=${format}${query && `&${query}`}`}
      download
    >
      {label}
    </a>
  );
}
