import type { Message } from '#server/context';
import { ICON_ID, LOGO_ID, mailHtml } from './mail-html.ts';
import type { MailParts } from './mail-parts.ts';
import { mailText } from './mail-text.ts';

/** Renders a mail as HTML and as text, with the same content in the same order, and its pictures as attachments. */
export function renderMail(mail: MailParts): Pick<Message, 'html' | 'text' | 'pictures'> {
  const { logo, icon } = mail.images ?? {};
  const pictures = [
    ...(logo ? [{ id: LOGO_ID, name: 'logo.png', png: logo }] : []),
    ...(icon ? [{ id: ICON_ID, name: 'status.png', png: icon }] : []),
  ];
  return { html: mailHtml(mail), text: mailText(mail), ...(pictures.length > 0 ? { pictures } : {}) };
}
