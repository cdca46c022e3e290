import { REPEAT_EVERY_MS } from '#domain/alerting/alert-deliveries';
import { formatFullMoment } from '#domain/time/format-utc';
import { consoleAlertsEn } from '#messages/en/alerts';
import { en } from '#messages/en/site';
import type { AlertMessage } from './alert-message.ts';

const TEXT = consoleAlertsEn.message;

/** An alert by mail: the sentence, the link, and how to stop it; of its end, when it began and ended. A try that is repeated carries the same id. */
export function staffAlertMail({ id, event, kind, words, begunAt, endedAt, link, site }: AlertMessage): {
  subject: string;
  text: string;
  messageId: string;
} {
  const how = kind === 'database' ? TEXT.once : TEXT.how(REPEAT_EVERY_MS / 60_000);
  const told = event === 'raised' ? [TEXT.since(formatFullMoment(begunAt)), how] : [];
  const when = endedAt === null ? [] : [TEXT.over(formatFullMoment(begunAt), formatFullMoment(endedAt))];
  return {
    subject: TEXT.subject(en.title, words),
    text: [words, link, ...when, ...told].join('\n\n'),
    messageId: `<${id}@${site}>`,
  };
}
