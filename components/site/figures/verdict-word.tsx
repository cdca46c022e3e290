import { StatusWord } from '#components/ui/status-word';
import type { Tone } from '#domain/measurement/tone';
import type { Verdict } from '#domain/sla/verdict';
import { enFigures } from '#messages/en/figures';

const TONES: Record<Verdict, Tone> = {
  met: 'operational',
  met_so_far: 'operational',
  at_risk: 'degraded_performance',
  missed: 'major_outage',
};

/** Shows whether a target is met, as icon and word. */
export function VerdictWord({ verdict }: { verdict: Verdict }) {
  return (
    <span className="whitespace-nowrap">
      <StatusWord tone={TONES[verdict]} text={enFigures.verdict[verdict]} size={16} />
    </span>
  );
}
