import { REPEAT_EVERY_MS } from '#domain/alerting/alert-deliveries';
import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import { consoleAlertsEn } from '#messages/en/alerts';
import type { AlertMessage } from './alert-message.ts';

const TEXT = consoleAlertsEn.message;

/**
 * Formats an alert as a mail: the summary, what to do, the link and how to acknowledge it, or when it began and ended. Each try has the same message id, so that
 * mail clients can recognise a repeat.
 */
export function staffAlertMail(
  { id, event, kind, summary, advice, begunAt, endedAt, link, site }: AlertMessage,
  { title }: Pick<Brand, 'title'>,
): {
  subject: string;
  text: string;
  messageId: string;
} {
  const how = kind === 'database' ? TEXT.once : TEXT.how(REPEAT_EVERY_MS / 60_000);
  const active = event === 'raised' ? [TEXT.since(formatFullMoment(begunAt)), how] : [];
  const when = endedAt === null ? [] : [TEXT.ended(formatFullMoment(begunAt), formatFullMoment(endedAt))];
  return {
    subject: TEXT.subject(title, summary),
    text: [summary, ...(advice === null ? [] : [advice]), link, ...when, ...active].join('\n\n'),
    messageId: `<${id}@${site}>`,
  };
}
