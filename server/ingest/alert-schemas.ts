import { z } from 'zod';
import { meaningOf, type Severities } from '#domain/measurement/alert-severity';
import { EARLIEST } from '#domain/measurement/probe-admission';
import type { ReportedAlert } from '#domain/measurement/received-alert';
import type { Instant } from '#domain/time/interval';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { label, name, nameOrNone, type Rejected } from './schemas.ts';

/** Alerts in one notification; max_alerts of Alertmanager limits them at the sender. */
export const ALERTS_MAX = 5_000;
/** Alerts of one fingerprint in one notification. A sender should hold only one; each is compared with all known alerts, so the number is bounded. */
export const REPEATS_MAX = 100;
/** Names of the alerts that Grafana sends instead of a rule that it cannot evaluate; the label rulename names the rule. */
const NOT_EVALUATED = ['DatasourceError', 'DatasourceNoData'];

/** The fields used of an alert of version 4; further fields, as Grafana sends them, are ignored. */
const alertSchema = z
  .object({
    status: z.preprocess(
      (status) => (typeof status === 'string' ? status.toLowerCase() : status),
      z.enum(['firing', 'resolved']),
    ),
    labels: z.record(z.string(), z.string()),
    startsAt: z.string().meta({ format: 'date-time' }),
    endsAt: z
      .string()
      .optional()
      .meta({ format: 'date-time', description: 'Required for a resolved alert; otherwise ignored' }),
    fingerprint: name,
  })
  .meta({ id: 'Alert' });

const truncatedAlerts = z
  .number()
  .int()
  .min(0)
  .meta({ description: 'Number of alerts omitted because of max_alerts; their state is unknown' });

/** The envelope. Each alert is checked on its own, and its own status counts, not that of the group. */
export const notificationEnvelopeSchema = z.object({
  alerts: z.array(z.unknown()),
  truncatedAlerts: truncatedAlerts.catch(0),
});
export const notificationSchema = z
  .object({ alerts: z.array(alertSchema).max(ALERTS_MAX), truncatedAlerts: truncatedAlerts.optional() })
  .meta({ id: 'AlertmanagerNotification' });

const labelsSchema = z.object({
  component: z.string({ error: 'is required; add a label "component" with the slug of a component' }).pipe(name),
  instance: name,
  region: label.optional(),
  zone: label.optional(),
  severity: label.optional(),
  alertname: nameOrNone.optional(),
  rulename: nameOrNone.optional(),
});

/** `isIgnored`: its severity is configured as ignored. `unknownSeverity`: a severity that is not configured. */
export type ReadAlert = z.infer<typeof labelsSchema> & {
  index: number;
  fingerprint: string;
  isIgnored: boolean;
  unknownSeverity: string | null;
} & ReportedAlert;

/** The settings by which the alerts of a source are read. */
export type AlertSettings = { repeatWithinMs: number; severities: Severities };

function describeIssue(where: string, error: z.ZodError): string {
  const issue = error.issues[0];
  return `${[where, ...(issue?.path ?? [])].filter((part) => part !== '').join('.') || 'alert'}: ${issue?.message}`;
}

/** Returns null for the year 1, which Alertmanager writes where an alert has no end yet. */
function instantOf(text: string | undefined): Instant | null {
  const at = text === undefined ? null : parseRfc3339(text);
  return at !== null && at >= EARLIEST ? at : null;
}

/**
 * Reads one alert of a notification; a rejection names the invalid field. Without the label `instance`, the instance is named by
 * alertname, or by the rule that Grafana could not evaluate.
 */
export function readAlert(value: unknown, index: number, settings: AlertSettings): ReadAlert | Rejected {
  const invalid = (detail: string): Rejected => ({ index, code: 'invalid', detail });
  const alert = alertSchema.safeParse(value);
  if (!alert.success) return invalid(describeIssue('', alert.error));
  const { status, labels, fingerprint } = alert.data;
  const { alertname = '', rulename } = labels;
  const isEvaluated = !NOT_EVALUATED.includes(alertname);
  const about = labelsSchema.safeParse({
    ...labels,
    instance: labels.instance || (isEvaluated ? undefined : rulename) || labels.alertname,
  });
  if (!about.success) return invalid(describeIssue('labels', about.error));
  const startsAt = instantOf(alert.data.startsAt);
  if (startsAt === null) return invalid('startsAt: must be an RFC 3339 time with a zone, like 2022-03-30T13:20:00Z');
  const endsAt = status === 'firing' ? null : instantOf(alert.data.endsAt);
  if (status === 'resolved' && endsAt === null)
    return invalid('endsAt: is required for a resolved alert and must be an RFC 3339 time with a zone');
  return {
    ...about.data,
    index,
    fingerprint,
    startsAt,
    endsAt,
    ...meaningFor(labels.severity ?? '', isEvaluated, settings),
  };
}

/** Returns the health that an alert reports. Where Grafana could not evaluate the rule, nothing is known, whatever its severity. */
function meaningFor(severity: string, isEvaluated: boolean, { repeatWithinMs, severities }: AlertSettings) {
  if (!isEvaluated) return { health: 'down' as const, knownForMs: 0, isIgnored: false, unknownSeverity: null };
  const { meaning, isKnown } = meaningOf(severity, severities);
  const unknownSeverity = isKnown ? null : severity;
  if (meaning === 'ignore' || meaning === 'up')
    return { health: 'up' as const, knownForMs: null, isIgnored: meaning === 'ignore', unknownSeverity };
  return { health: meaning, knownForMs: repeatWithinMs, isIgnored: false, unknownSeverity };
}
