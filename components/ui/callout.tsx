import type { ReactNode } from 'react';
import type { Mark } from '#domain/site/status-shapes';
import { Icon, type IconName } from './icon.tsx';
import { StatusIcon } from './status-icon.tsx';
import { CALLOUT_TONES } from './status-tokens.ts';

const MARKS: Record<Exclude<keyof typeof CALLOUT_TONES, 'accent'>, Mark> = {
  ok: 'operational',
  deg: 'degraded_performance',
  maj: 'major_outage',
  unk: 'unknown',
  mnt: 'maintenance',
};

type Props = {
  tone: keyof typeof CALLOUT_TONES;
  icon?: IconName;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
};

/** Shows a remark of at most two lines with at most one action. */
export function Callout({ tone, icon = 'document', title, children, action }: Props) {
  const { tint, line, solid } = CALLOUT_TONES[tone];
  return (
    <div className={`flex items-center gap-4 rounded-note border p-4 sm:px-5 ${tint} ${line}`}>
      <span className={`self-start pt-0.5 ${solid}`}>
        {tone === 'accent' ? <Icon name={icon} className="size-5" /> : <StatusIcon tone={MARKS[tone]} size={20} />}
      </span>
      <div className="min-w-0 flex-1 text-small">
        {title && <p className="text-row font-semibold text-ink">{title}</p>}
        {children && <p className={title ? 'text-quiet' : 'text-plain'}>{children}</p>}
      </div>
      {action}
    </div>
  );
}
