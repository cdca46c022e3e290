import type { Brand } from '#domain/site/brand';
import { en } from '#messages/en/site';
import type { Message } from '#server/context';

type Invitation = { email: string; link: string; expiresAt: number };

/** Returns the mail to an invited person. */
export function invitationMail({ email, link, expiresAt }: Invitation, { title }: Pick<Brand, 'title'>): Message {
  const until = new Date(expiresAt).toISOString().replace('T', ' ').slice(0, 16);
  return { to: email, subject: `[${title}] ${en.mail.invitation.subject}`, text: en.mail.invitation.text(link, until) };
}
