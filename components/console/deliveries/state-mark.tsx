import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import type { DeliveryCounts } from '#domain/delivery/progress';

const LINES = {
  waiting: ['clock', 'text-quiet'],
  deferred: ['clock', 'text-deg-solid'],
  suppressed: ['close', 'text-quiet'],
} as const;

/** Shows the icon of a state of deliveries. Decorative: the label is next to it. */
export function StateMark({ state }: { state: keyof DeliveryCounts }) {
  if (state === 'sent') return <StatusIcon tone="operational" size={16} />;
  if (state === 'dead') return <StatusIcon tone="major_outage" size={16} />;
  const [name, look] = LINES[state];
  return <Icon name={name} className={`size-4 flex-none ${look}`} />;
}
