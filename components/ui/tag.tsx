import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** Shows a state or a count in a small box. */
export function Tag({ icon, children }: { icon?: IconName; children: ReactNode }) {
  return (
    <span className="inline-flex min-h-6 items-center gap-1.5 rounded-tag border border-line bg-sunken px-2 text-micro font-medium text-plain">
      {icon && <Icon name={icon} className="size-3.5" />}
      {children}
    </span>
  );
}
