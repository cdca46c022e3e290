import type { Brand } from '#domain/site/brand';
import type { MailTone } from './mail-style.ts';

/**
 * A paragraph; a paragraph with a bold label; a text in both forms, whose HTML was sanitised when it was saved; or a link that ends a group of blocks. The text
 * has the address of the link.
 */
export type MailBlock =
  | string
  | { label: string; text: string }
  | { html: string; text: string }
  | { link: string; text: string };

/** Pictures as PNG, which become attachments of the mail. Each may be missing. `icon`: the status beside the title. */
export type MailImages = { logo?: Uint8Array | null; icon?: Uint8Array | null };

/**
 * A mail in its parts, in their order. `meta`: a line below the title; `next`: when the next update comes; `earlier`: times and texts; `more`: what is left out
 * of them; `reason`: why the recipient gets the mail; `links` and `note`: below the reason.
 */
export type MailParts = {
  brand: Pick<Brand, 'title' | 'accent'> & { name?: string | null };
  head: { tone: MailTone; title: string; meta?: string };
  body: readonly MailBlock[];
  next?: { label: string; time: string };
  button: { label: string; url: string };
  earlier?: { title: string; rows: readonly (readonly [time: string, text: string])[]; more: string | null };
  reason: string;
  links?: readonly { label: string; url: string }[];
  note?: string;
  images?: MailImages;
};
