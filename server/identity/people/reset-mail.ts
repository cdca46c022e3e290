import type { Brand } from '#domain/site/brand';
import { en } from '#messages/en/site';
import type { Message } from '#server/context';

type Reset = { email: string; link: string; expiresAt: number };

/** Returns the mail to a person who has asked for a link for a new password. */
export function resetMail({ email, link, expiresAt }: Reset, { title }: Pick<Brand, 'title'>): Message {
  const until = new Date(expiresAt).toISOString().replace('T', ' ').slice(0, 16);
  return { to: email, subject: `[${title}] ${en.mail.reset.subject}`, text: en.mail.reset.text(link, until) };
}
