import type { ReactNode } from 'react';
import type { Mark } from '#domain/site/status-shapes';
import { StatusIcon } from './status-icon.tsx';
import { STATUS_TOKENS } from './status-tokens.ts';

/** Shows a status as a rounded badge with icon and word. `children`: another word than the status. */
export function Pill({
  tone,
  isRecovering = false,
  children,
}: {
  tone: Mark;
  isRecovering?: boolean;
  children?: ReactNode;
}) {
  const token = STATUS_TOKENS[tone];
  return (
    <span
      className={`inline-flex min-h-6.5 items-center gap-1.5 rounded-full border px-2.5 text-micro font-label ${token.ink} ${token.tint} ${token.line}`}
    >
      <StatusIcon tone={tone} isRecovering={isRecovering} size={14} />
      {children ?? token.label}
    </span>
  );
}
