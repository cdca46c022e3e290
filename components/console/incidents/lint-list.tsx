import type { LintFinding } from '#domain/incident/update-lint';
import { consoleIncidentsEn } from '#messages/en/console-incidents';

const WORDS = consoleIncidentsEn.lint;

/** Shows advice on the text. It never blocks publishing. */
export function LintList({ findings, isEmpty }: { findings: readonly LintFinding[]; isEmpty: boolean }) {
  if (isEmpty) return null;
  const text = consoleIncidentsEn.composer;
  if (findings.length === 0) return <p className="mt-3 text-small text-quiet">{text.adviceNone}</p>;
  return (
    <div className="mt-3 text-small">
      <p className="text-quiet">{text.advice}:</p>
      <ul className="list-disc ps-5">
        {findings.map(({ code, found }) => {
          const text = WORDS[code];
          return <li key={code}>{typeof text === 'string' ? text : text(found ?? '')}</li>;
        })}
      </ul>
    </div>
  );
}
