import { type ActingContext, authorize } from '#server/actor';
import { type MailFile, readMailFolder } from '#server/mail/read-mail-folder';
import { auditRead } from '#server/subscribers/audit-read';

/** Reads the newest mails to subscribers that were written to files, newest first. Null if a mail server is configured. Errors: forbidden. */
export async function writtenMails(ctx: ActingContext): Promise<MailFile[] | null> {
  authorize(ctx, 'subscriber:read');
  if (ctx.mail.folder === undefined) return null;
  const mails = await readMailFolder(ctx.mail.folder);
  await auditRead(ctx, 'subscriber:read', { count: mails.length, filter: { list: 'mails' } });
  return mails;
}
