import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { TONES } from '#domain/measurement/tone';
import { en } from '#messages/en/site';

/** Explains every status with its icon and label. */
export function StatusKey() {
  return (
    <section className="mt-10 max-w-prose" id="_words" aria-labelledby="_words-title">
      <h2 id="_words-title" className="text-section">
        {en.rules.meanings}
      </h2>
      <ul className="mt-3">
        {TONES.toReversed().map((tone) => (
          <li key={tone} className="mt-2 flex items-start gap-2">
            <StatusIcon tone={tone} className="mt-0.5" />
            <span>
              <strong className="font-semibold">{STATUS_TOKENS[tone].label}.</strong> {en.rules.meaning[tone]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
