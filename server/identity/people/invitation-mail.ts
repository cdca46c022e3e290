import { en } from '#messages/en/site';
import type { Message } from '#server/context';

/** Returns the mail to an invited person. */
export function invitationMail({
  email,
  link,
  expiresAt,
}: {
  email: string;
  link: string;
  expiresAt: number;
}): Message {
  const until = new Date(expiresAt).toISOString().replace('T', ' ').slice(0, 16);
  return { to: email, subject: en.mail.invitation.subject, text: en.mail.invitation.text(link, until) };
}
