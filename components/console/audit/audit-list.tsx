import { Fragment } from 'react';
import { formatActor } from '#components/console/format-actor.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import { enAudit } from '#messages/en/audit';
import { consoleEn } from '#messages/en/console';
import type { NamedAuditLine } from '#server/audit/reads/list-audit';

type Line = Omit<NamedAuditLine, 'prevHash' | 'hash'>;

const texts = consoleEn.audit;

/** Shows entries of the audit log as sentences, newest first, each with its details on demand. */
export function AuditList({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return <p className="mt-8">{texts.none}</p>;
  return (
    <ol className="mt-6">
      {lines.map((line) => (
        <li key={line.seq} className="border-b border-line py-2">
          <p>
            <Sentence line={line} />
          </p>
          <p className="text-small text-quiet">
            {texts.entry(line.seq)}, <UtcTime at={line.at} text={formatExact(line.at)} isExact />
          </p>
          {line.reason !== null && (
            <p className="text-small">
              {texts.reason}: {line.reason}
            </p>
          )}
          <Details line={line} />
        </li>
      ))}
    </ol>
  );
}

/** An action that is no longer in use has no sentence: its code and its object are shown. */
function Sentence({ line: { actor, action, object } }: { line: Line }) {
  const [before, after] = isKnown(action) ? enAudit.sentence[action].split('{object}') : [`${action} `, ''];
  return (
    <>
      <span className="font-semibold">{formatActor(actor)}</span> {before}
      {after !== undefined && <ObjectName object={object} />}
      {after}.
    </>
  );
}

function ObjectName({ object: { kind, id, name, href } }: { object: Line['object'] }) {
  const shown = name ?? (kind === 'component' && id === 'all' ? enAudit.allComponents : id);
  if (href === null) return <em className="break-words">{shown}</em>;
  return (
    <a href={href} className="text-accent underline underline-offset-4">
      <em className="break-words">{shown}</em>
    </a>
  );
}

function isKnown(action: string): action is keyof typeof enAudit.sentence {
  return Object.hasOwn(enAudit.sentence, action);
}

function Details({ line: { seq, action, object, before, after } }: { line: Line }) {
  const values = [
    [texts.before, before],
    [texts.after, after],
  ] as const;
  return (
    <details className="text-small">
      <summary className="min-h-6 cursor-pointer text-accent" aria-label={`${texts.details}: ${texts.entry(seq)}`}>
        {texts.details}
      </summary>
      <p className="break-all">
        <code>{action}</code> {object.kind} {object.id}
      </p>
      {values.map(([label, value]) =>
        value === null ? null : (
          <Fragment key={label}>
            <p className="text-quiet">{label}</p>
            <pre className="break-all whitespace-pre-wrap">{JSON.stringify(value, null, 2)}</pre>
          </Fragment>
        ),
      )}
    </details>
  );
}
