import { formatTarget } from '#components/ui/format-share.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import type { Tone } from '#domain/measurement/tone';
import type { Verdict } from '#domain/sla/verdict';
import { en } from '#messages/en/site';

/** The status whose icon and colour a verdict has. */
export const VERDICT_TONES: Record<Verdict, Tone> = {
  met: 'operational',
  met_so_far: 'operational',
  at_risk: 'degraded_performance',
  missed: 'major_outage',
};

/** Shows a target and whether it is met, like "Target 99.9 % met so far". */
export function TargetLine({ targetMillionths, verdict }: { targetMillionths: number; verdict: Verdict }) {
  const tone = VERDICT_TONES[verdict];
  return (
    <p className={`flex items-center gap-2 text-small font-label ${STATUS_TOKENS[tone].ink}`}>
      <StatusIcon tone={tone} size={16} />
      {en.sla.target(formatTarget(targetMillionths), en.sla.verdict[verdict])}
    </p>
  );
}
