import { formatActor } from '#components/console/format-actor.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleEn } from '#messages/en/console';

type Line = {
  seq: number;
  at: Instant;
  actor: { kind: string; id: string; name: string | null };
  action: string;
  object: { kind: string; id: string };
  before: unknown;
  after: unknown;
  reason: string | null;
};

const texts = consoleEn.audit;

/** Shows entries of the audit log, newest first. */
export function AuditList({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return <p className="mt-8">{texts.none}</p>;
  return (
    <ol className="mt-6">
      {lines.map((line) => (
        <li key={line.seq} className="border-b border-line py-2">
          <p>
            <span className="font-semibold">{formatActor(line.actor)}</span> <code>{line.action}</code>{' '}
            <span className="break-all">
              {line.object.kind} {line.object.id}
            </span>
          </p>
          <p className="text-small text-quiet">
            {texts.entry(line.seq)}, <UtcTime at={line.at} text={formatExact(line.at)} isExact />
          </p>
          <Values label={texts.before} value={line.before} />
          <Values label={texts.after} value={line.after} />
          {line.reason !== null && (
            <p className="text-small">
              {texts.reason}: {line.reason}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Values({ label, value }: { label: string; value: unknown }) {
  if (value === null) return null;
  return (
    <p className="text-small">
      <span className="text-quiet">{label}</span> <code className="break-all">{JSON.stringify(value)}</code>
    </p>
  );
}
