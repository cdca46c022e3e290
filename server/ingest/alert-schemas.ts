import { z } from 'zod';
import { EARLIEST } from '#domain/measurement/admission';
import { meaningOf, type Severities } from '#domain/measurement/alert-severity';
import type { ReportedAlert } from '#domain/measurement/received-alert';
import type { Instant } from '#domain/time/interval';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { label, name, nameOrNone, type Rejected } from './schemas.ts';

/** Alerts of one notification; Alertmanager's max_alerts keeps it small where there are more. */
export const ALERTS_MAX = 5_000;
/** Alerts of one fingerprint in one notification. A sender holds one, so that several are a mistake; each is compared with all that are known. */
export const REPEATS_MAX = 100;
/** Names of the alerts that Grafana sends in the place of an alert rule that it cannot evaluate; the rule is named by the label rulename. */
const NOT_EVALUATED = ['DatasourceError', 'DatasourceNoData'];

/** What is read of an alert of version 4; Grafana and later versions send more, which is left alone. */
const alertSchema = z
  .object({
    status: z.preprocess(
      (said) => (typeof said === 'string' ? said.toLowerCase() : said),
      z.enum(['firing', 'resolved']),
    ),
    labels: z.record(z.string(), z.string()),
    startsAt: z.string().meta({ format: 'date-time' }),
    endsAt: z
      .string()
      .optional()
      .meta({ format: 'date-time', description: 'Of a resolved alert; else it is not looked at' }),
    fingerprint: name,
  })
  .meta({ id: 'Alert' });

const truncatedAlerts = z
  .number()
  .int()
  .min(0)
  .meta({ description: 'How many alerts max_alerts left out; nothing is known of them' });

/** The envelope; each alert is evaluated by itself, and its own status counts, not that of the group. */
export const notificationEnvelopeSchema = z.object({
  alerts: z.array(z.unknown()),
  truncatedAlerts: truncatedAlerts.catch(0),
});
export const notificationSchema = z
  .object({ alerts: z.array(alertSchema).max(ALERTS_MAX), truncatedAlerts: truncatedAlerts.optional() })
  .meta({ id: 'AlertmanagerNotification' });

const labelsSchema = z.object({
  component: z
    .string({ error: 'is missing: give the alert a label "component" with the slug of a component' })
    .pipe(name),
  instance: name,
  region: label.optional(),
  zone: label.optional(),
  severity: label.optional(),
  alertname: nameOrNone.optional(),
  rulename: nameOrNone.optional(),
});

/** `isIgnored`: its severity says that nothing is to follow from it. `unknownSeverity`: one of which nobody has said what it means. */
export type ReadAlert = z.infer<typeof labelsSchema> & {
  index: number;
  fingerprint: string;
  isIgnored: boolean;
  unknownSeverity: string | null;
} & ReportedAlert;

/** How the alerts of a source are read. */
export type Reading = { repeatWithinMs: number; severities: Severities };

function complain(where: string, error: z.ZodError): string {
  const issue = error.issues[0];
  return `${[where, ...(issue?.path ?? [])].filter((part) => part !== '').join('.') || 'alert'}: ${issue?.message}`;
}

/** Alertmanager writes the year 1 where an alert has no end yet. */
function instantOf(text: string | undefined): Instant | null {
  const at = text === undefined ? null : parseRfc3339(text);
  return at !== null && at >= EARLIEST ? at : null;
}

/**
 * Reads one alert of a notification; a refusal says which key is at fault. An alert without the label `instance` is about one called by its
 * alertname, or by the rule that Grafana could not evaluate.
 */
export function readAlert(value: unknown, index: number, reading: Reading): ReadAlert | Rejected {
  const invalid = (detail: string): Rejected => ({ index, code: 'invalid', detail });
  const alert = alertSchema.safeParse(value);
  if (!alert.success) return invalid(complain('', alert.error));
  const { status, labels, fingerprint } = alert.data;
  const { alertname = '', rulename } = labels;
  const isEvaluated = !NOT_EVALUATED.includes(alertname);
  const about = labelsSchema.safeParse({
    ...labels,
    instance: labels.instance || (isEvaluated ? undefined : rulename) || labels.alertname,
  });
  if (!about.success) return invalid(complain('labels', about.error));
  const startsAt = instantOf(alert.data.startsAt);
  if (startsAt === null) return invalid('startsAt: must be RFC 3339 with a zone, like 2022-03-30T13:20:00Z');
  const endsAt = status === 'firing' ? null : instantOf(alert.data.endsAt);
  if (status === 'resolved' && endsAt === null) return invalid('endsAt: a resolved alert must say when it ended');
  return {
    ...about.data,
    index,
    fingerprint,
    startsAt,
    endsAt,
    ...whatItSays(labels.severity ?? '', isEvaluated, reading),
  };
}

/** An alert in the place of a rule that could not be evaluated says that nothing is known, whatever the severity of the rule. */
function whatItSays(severity: string, isEvaluated: boolean, { repeatWithinMs, severities }: Reading) {
  if (!isEvaluated) return { health: 'down' as const, knownForMs: 0, isIgnored: false, unknownSeverity: null };
  const { meaning, isKnown } = meaningOf(severity, severities);
  const unknownSeverity = isKnown ? null : severity;
  if (meaning === 'ignore' || meaning === 'up')
    return { health: 'up' as const, knownForMs: null, isIgnored: meaning === 'ignore', unknownSeverity };
  return { health: meaning, knownForMs: repeatWithinMs, isIgnored: false, unknownSeverity };
}
