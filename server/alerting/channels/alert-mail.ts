import { REPEAT_EVERY_MS } from '#domain/alerting/alert-deliveries';
import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import { consoleAlertsEn } from '#messages/en/alerts';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import { renderMail } from '#server/mail/render-mail';
import type { AlertMessage } from './alert-message.ts';

const TEXT = consoleAlertsEn.message;
const TONES = { 1: 'degraded', 2: 'partial', 3: 'major' } as const;

/**
 * Formats an alert as a mail: what is broken and since when, what to do, the link and how to acknowledge it. Each try has the same message id, so that
 * mail clients can recognise a repeat.
 */
export function staffAlertMail(
  to: string,
  message: AlertMessage,
  brand: Pick<Brand, 'title' | 'name' | 'accent'>,
): Message {
  const { id, event, kind, urgency, summary, advice, begunAt, endedAt, link, site } = message;
  const how = kind === 'database' ? TEXT.once : TEXT.how(REPEAT_EVERY_MS / 60_000);
  const since = event === 'raised' ? { meta: TEXT.since(formatFullMoment(begunAt)) } : {};
  const ended = endedAt === null ? since : { meta: TEXT.ended(formatFullMoment(begunAt), formatFullMoment(endedAt)) };
  const tone = event === 'raised' ? TONES[urgency] : event === 'ended' ? 'operational' : 'neutral';
  const parts = renderMail({
    brand,
    head: { tone, title: summary, ...ended },
    body: [...(advice === null ? [] : [advice]), ...(event === 'raised' ? [how] : [])],
    button: { label: TEXT.link, url: link },
    reason: enMail.alert.reason(to, enMail.site(brand.name)),
  });
  return { to, subject: TEXT.subject(brand.title, summary), messageId: `<${id}@${site}>`, ...parts };
}
