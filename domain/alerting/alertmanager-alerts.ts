import type { Instant } from '#domain/time/interval';
import type { AlertSender, StaffAlert } from './alert.ts';

/** A notification that left alerts out is reported for this long after it. */
const TRUNCATED_FOR_MS = 24 * 3_600_000;

/** Alerts of what the source of alerts itself leaves open. That notifications leave alerts out is reported once. */
export function senderAlerts({ id, name: source, lapsed, truncated }: AlertSender, now: Instant): StaffAlert[] {
  const own = { incident: null, holdMs: 0 };
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
