import type { Instant } from '#domain/time/interval';
import type { AlertSender, StaffAlert } from './alert.ts';

/** A truncated notification keeps its alert active for this long. */
const TRUNCATED_FOR_MS = 24 * 3_600_000;

/** Returns alerts about a source of alerts: alerts that it stopped repeating, and truncated notifications. The latter notify once. */
export function senderAlerts({ id, name: source, lapsed, truncated }: AlertSender, now: Instant): StaffAlert[] {
  const own = { incident: null, notifyAfterMs: 0 };
  const found: StaffAlert[] = [];
  if (lapsed)
    found.push({ ...own, key: `lapsed ${id}`, urgency: 2, step: 0, about: { kind: 'lapsed', source, ...lapsed } });
  if (truncated && now - truncated.at < TRUNCATED_FOR_MS)
    found.push({
      ...own,
      key: `truncated ${id}`,
      urgency: 1,
      step: 1,
      about: { kind: 'truncated', source, alerts: truncated.alerts },
    });
  return found;
}
