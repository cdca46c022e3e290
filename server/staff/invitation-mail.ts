import { en } from '../../messages/en.ts';
import type { Message } from '../context.ts';

/** What an invited person reads. */
export function invitationMail({ email, link, expiresAt }: { email: string; link: string; expiresAt: number }): Message {
  const until = new Date(expiresAt).toISOString().replace('T', ' ').slice(0, 16);
  return { to: email, subject: en.mail.invitation.subject, text: en.mail.invitation.text(link, until) };
}
