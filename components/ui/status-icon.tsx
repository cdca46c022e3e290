import type { Tone } from '#domain/measurement/tone';
import { STATUS_TOKENS } from './status-tokens.ts';

/** Shows the icon of a status. The label beside it is its text alternative. */
export function StatusIcon({ tone, size }: { tone: Tone; size: 'small' | 'large' }) {
  const token = STATUS_TOKENS[tone];
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`${token.ink} shrink-0 ${size === 'large' ? 'size-9' : 'mt-0.5 size-5'}`}
    >
      <path d={token.icon} />
    </svg>
  );
}
