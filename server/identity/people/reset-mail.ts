import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import { renderMail } from '#server/mail/render-mail';

type Reset = { email: string; link: string; expiresAt: number };

/** Returns the mail to a person who has asked for a link for a new password. */
export function resetMail({ email, link, expiresAt }: Reset, brand: Pick<Brand, 'title' | 'name' | 'accent'>): Message {
  const texts = enMail.reset;
  const parts = renderMail({
    brand,
    head: { tone: 'neutral', title: texts.title },
    body: [texts.text, texts.expires(formatFullMoment(expiresAt))],
    button: { label: texts.button, url: link },
    reason: texts.reason(email, enMail.site(brand.name)),
  });
  return { to: email, subject: `[${brand.title}] ${texts.subject}`, ...parts };
}
