import type { Mark } from '#domain/site/status-shapes';
import { en } from '#messages/en/site';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';

type Props = { tone: Mark; isRecovering?: boolean; text?: string | undefined; size?: 14 | 16 | 18 | 20 };

/** Shows a status as icon and word, in its colour. */
export function StatusWord({ tone, isRecovering = false, text, size = 20 }: Props) {
  const token = STATUS_TOKENS[tone];
  return (
    <span className={`inline-flex items-center gap-2 align-top text-status font-semibold ${token.ink}`}>
      <StatusIcon tone={tone} isRecovering={isRecovering} size={size} />
      {text ?? (isRecovering ? en.recovering : token.label)}
    </span>
  );
}
