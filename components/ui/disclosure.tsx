import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

type Props = {
  summary: ReactNode;
  id?: string;
  isOpen?: boolean;
  isStrong?: boolean;
  className?: string;
  children: ReactNode;
};

/** Shows details that open below their summary. `isStrong`: the summary is the heading of a card. */
export function Disclosure({ summary, id, isOpen = false, isStrong = false, className = '', children }: Props) {
  const ink = isStrong ? 'text-row font-semibold text-ink' : 'text-small text-quiet hover:text-ink';
  return (
    <details id={id} open={isOpen} className={`disclosure ${className}`}>
      <summary className={ink}>
        <Icon name="chevron" className="size-3.5" />
        <span>{summary}</span>
      </summary>
      {children}
    </details>
  );
}
