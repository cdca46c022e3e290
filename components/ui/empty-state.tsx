import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Props = { icon: IconName; title: string; text: string; action?: ReactNode };

/** Shows what will be here, and how to begin. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className="rounded-card border border-dashed border-edge px-4 py-6 text-center">
      <Icon name={icon} className="mx-auto size-5 text-quiet" />
      <p className="mt-3 text-row font-semibold text-ink">{title}</p>
      <p className="mt-1 text-small text-quiet">{text}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
