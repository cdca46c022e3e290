import { z } from 'zod';
import type { AlertHealth } from '#domain/alert';
import type { Instant } from '#domain/interval';
import { parseRfc3339 } from '#domain/rfc3339';
import { label, name, type Rejected } from './schemas.ts';

/** Alerts of one notification; Alertmanager's max_alerts keeps it small where there are more. */
export const ALERTS_MAX = 5_000;
/** Alertmanager writes the year 1 where an alert has no end yet; nothing that can be stored lies before this. */
const EARLIEST = Date.UTC(2000, 0);
const FINGERPRINT_LENGTH_MAX = 200;
/** Severities that say that nothing is wrong: alerts that always fire, to show that alerts arrive, bear one. */
const HARMLESS = ['none', 'ok', 'normal'];
/** Severities that say that something is wrong, and not that nothing works. */
const DEGRADED = ['warning', 'degraded', 'minor', 'info'];

/** What is read of an alert of version 4; Grafana and later versions send more, which is left alone. */
const alertSchema = z
  .object({
    status: z.enum(['firing', 'resolved']),
    labels: z.record(z.string(), z.string()),
    startsAt: z.string().meta({ format: 'date-time' }),
    endsAt: z.string().optional().meta({ format: 'date-time', description: 'Of a resolved alert; else it is not looked at' }),
    fingerprint: z.string().min(1).max(FINGERPRINT_LENGTH_MAX),
  })
  .meta({ id: 'Alert' });

/** The envelope; each alert is judged by itself, and its own status counts, not that of the group. */
export const notificationEnvelopeSchema = z.object({ alerts: z.array(z.unknown()) });
export const notificationSchema = z.object({ alerts: z.array(alertSchema).max(ALERTS_MAX) }).meta({ id: 'AlertmanagerNotification' });

const labelsSchema = z.object({
  component: z.string({ error: 'is missing: give the alert a label "component" with the slug of a component' }),
  instance: name,
  region: label.optional(),
  zone: label.optional(),
});

export type ReadAlert = z.infer<typeof labelsSchema> & {
  index: number;
  fingerprint: string;
  startsAt: Instant;
  endsAt: Instant | null;
  health: AlertHealth;
};

function complain(where: string, error: z.ZodError): string {
  const issue = error.issues[0];
  return `${[where, ...(issue?.path ?? [])].filter((part) => part !== '').join('.') || 'alert'}: ${issue?.message}`;
}

function instantOf(text: string | undefined): Instant | null {
  const at = text === undefined ? null : parseRfc3339(text);
  return at !== null && at >= EARLIEST ? at : null;
}

/** Reads one alert of a notification; a refusal says which key is at fault. An alert without the label `instance` is about one called by its alertname. */
export function readAlert(value: unknown, index: number): ReadAlert | Rejected {
  const invalid = (detail: string): Rejected => ({ index, code: 'invalid', detail });
  const alert = alertSchema.safeParse(value);
  if (!alert.success) return invalid(complain('', alert.error));
  const { status, labels, fingerprint } = alert.data;
  const { alertname, severity = '' } = labels;
  const about = labelsSchema.safeParse({ ...labels, instance: labels.instance || alertname });
  if (!about.success) return invalid(complain('labels', about.error));
  const startsAt = instantOf(alert.data.startsAt);
  if (startsAt === null) return invalid('startsAt: must be RFC 3339 with a zone, like 2022-03-30T13:20:00Z');
  const endsAt = status === 'firing' ? null : instantOf(alert.data.endsAt);
  if (status === 'resolved' && (endsAt === null || endsAt < startsAt)) return invalid('endsAt: a resolved alert must say when it ended, not before startsAt');
  return { ...about.data, index, fingerprint, startsAt, endsAt, health: healthOf(severity.toLowerCase()) };
}

function healthOf(severity: string): AlertHealth {
  if (HARMLESS.includes(severity)) return 'up';
  return DEGRADED.includes(severity) ? 'degraded' : 'down';
}
