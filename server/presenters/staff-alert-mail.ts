import { REPEAT_EVERY_MS } from '#domain/staff-alert-delivery';
import { fullMomentWords } from '#domain/utc-words';
import { consoleAlertsEn } from '../../messages/console-alerts-en.ts';
import { en } from '../../messages/en.ts';
import type { AlertNews } from './alert-news.ts';

const TEXT = consoleAlertsEn.message;

/** An alert by mail: the sentence, the link, and how to stop it; of its end, when it began and ended. A try that is repeated carries the same id. */
export function staffAlertMail({ id, event, words, begunAt, endedAt, link, site }: AlertNews): { subject: string; text: string; messageId: string } {
  const how = event === 'told' ? [TEXT.since(fullMomentWords(begunAt)), TEXT.how(REPEAT_EVERY_MS / 60_000)] : [];
  const when = endedAt === null ? [] : [TEXT.over(fullMomentWords(begunAt), fullMomentWords(endedAt))];
  return { subject: TEXT.subject(en.title, words), text: [words, link, ...when, ...how].join('\n\n'), messageId: `<${id}@${site}>` };
}
