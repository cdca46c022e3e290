import { REPEAT_EVERY_MS } from '#domain/staff-alert-delivery';
import { fullMomentWords } from '#domain/utc-words';
import { consoleAlertsEn } from '../../messages/console-alerts-en.ts';
import { en } from '../../messages/en.ts';
import type { AlertNews } from './alert-news.ts';

const TEXT = consoleAlertsEn.message;

/** An alert by mail: the sentence, the link, and how to stop it; of its end, when it began and ended. A try that is repeated carries the same id. */
export function staffAlertMail({ id, event, kind, words, begunAt, endedAt, link, site }: AlertNews): { subject: string; text: string; messageId: string } {
  const how = kind === 'database' ? TEXT.once : TEXT.how(REPEAT_EVERY_MS / 60_000);
  const told = event === 'told' ? [TEXT.since(fullMomentWords(begunAt)), how] : [];
  const when = endedAt === null ? [] : [TEXT.over(fullMomentWords(begunAt), fullMomentWords(endedAt))];
  return { subject: TEXT.subject(en.title, words), text: [words, link, ...when, ...told].join('\n\n'), messageId: `<${id}@${site}>` };
}
