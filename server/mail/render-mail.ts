import type { Brand } from '#domain/site/brand';
import { headOf, LIGHT, type MailTone, mailStyles } from './mail-style.ts';

/** A mail in plain text parts. `meta`: a line below the title; `reason`: why the recipient gets it; `links`: below the reason. */
export type MailParts = {
  brand: Pick<Brand, 'title' | 'accent'>;
  head: { tone: MailTone; title: string; meta?: string };
  body: readonly string[];
  button: { label: string; url: string };
  reason: string;
  links?: readonly { label: string; url: string }[];
};

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

/**
 * Renders a mail as HTML and as text, with the same content in the same order. Uses tables and inline styles, which every client knows, and loads nothing.
 * All parts are escaped.
 */
export function renderMail(mail: MailParts): { html: string; text: string } {
  return { html: htmlOf(mail), text: textOf(mail) };
}

function textOf({ brand, head, body, button, reason, links = [] }: MailParts): string {
  const title = head.meta === undefined ? head.title : `${head.title}\n${head.meta}`;
  return `${[brand.title, title, ...body, `${button.label}:\n${button.url}`, `--\n${[reason, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n')}`].join('\n\n')}\n`;
}

function htmlOf(mail: MailParts): string {
  const { brand, head } = mail;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(head.title)}</title>
<style>
${mailStyles(head.tone, brand.accent)}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:${LIGHT.page};font-family:${FONT}">
<table ${TABLE} class="page" bgcolor="${LIGHT.page}" style="background:${LIGHT.page}"><tr><td class="outer" align="center" style="padding:24px 16px">
<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->
<table ${TABLE} style="max-width:600px;text-align:start">
<tr><td class="inner ink" dir="auto" style="padding:4px 28px 18px;font-size:15px;line-height:22px;font-weight:600;color:${LIGHT.ink}">${escapeHtml(brand.title)}</td></tr>
<tr><td>${cardOf(mail)}</td></tr>
<tr><td class="inner quiet" dir="auto" style="padding:18px 28px;font-size:13px;line-height:20px;color:${LIGHT.quiet};overflow-wrap:anywhere">${escapeHtml(mail.reason)}${linksOf(mail)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

function linksOf({ links = [] }: MailParts): string {
  const anchors = links.map(
    ({ label, url }) =>
      `<a class="quiet" href="${escapeHtml(url)}" style="color:${LIGHT.quiet}">${escapeHtml(label)}</a>`,
  );
  return anchors.length === 0 ? '' : `<br>${anchors.join(' · ')}`;
}

function cardOf({ brand, head, body, button }: MailParts): string {
  const { fill, ink } = headOf(head.tone, 'light', brand.accent);
  const accent = brand.accent?.light.solid ?? LIGHT.button;
  const meta =
    head.meta === undefined
      ? ''
      : `<div dir="auto" style="margin-top:4px;font-size:15px;line-height:22px">${escapeHtml(head.meta)}</div>`;
  const paragraphs = body.map(
    (text) =>
      `<p class="body" dir="auto" style="margin:0 0 12px;font-size:16px;line-height:25px;color:${LIGHT.body};overflow-wrap:anywhere">${escapeHtml(text)}</p>`,
  );
  return `<table ${TABLE} class="card" bgcolor="${LIGHT.card}" style="background:${LIGHT.card};border:1px solid ${LIGHT.line};border-radius:14px;border-collapse:separate">
<tr><td class="head inner" bgcolor="${fill}" style="padding:22px 28px;background:${fill};color:${ink};border-radius:13px 13px 0 0"><h1 dir="auto" style="margin:0;font-size:22px;line-height:28px;font-weight:700;overflow-wrap:anywhere">${escapeHtml(head.title)}</h1>${meta}</td></tr>
<tr><td class="inner" style="padding:24px 28px 28px">${paragraphs.join('\n')}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:16px"><tr><td class="button" bgcolor="${accent}" style="background:${accent};border-radius:8px"><a href="${escapeHtml(button.url)}" style="display:inline-block;padding:11px 20px;font-size:15px;line-height:22px;font-weight:600;color:#FFFFFF;text-decoration:none">${escapeHtml(button.label)}</a></td></tr></table></td></tr>
</table>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
