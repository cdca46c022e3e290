import type { Role } from '#domain/access/permission';
import type { Brand } from '#domain/site/brand';
import { formatFullMoment } from '#domain/time/format-utc';
import { enMail } from '#messages/en/mail';
import type { Message } from '#server/context';
import { renderMail } from '#server/mail/render-mail';

/** `inviter`: the name of the person who invites; null for a program. */
type Invitation = { email: string; role: Role; link: string; expiresAt: number; inviter: string | null };

/** Returns the mail to an invited person. */
export function invitationMail(
  { email, role, link, expiresAt, inviter }: Invitation,
  brand: Pick<Brand, 'title' | 'name' | 'accent'>,
): Message {
  const texts = enMail.invitation;
  const site = enMail.site(brand.name);
  const parts = renderMail({
    brand,
    head: { tone: 'neutral', title: texts.title(inviter, site) },
    body: [texts.role[role], texts.expires(formatFullMoment(expiresAt))],
    button: { label: texts.button, url: link },
    reason: texts.reason(email, site),
  });
  return { to: email, subject: `[${brand.title}] ${texts.subject(site)}`, ...parts };
}
