import { styledHtml } from './mail-html-blocks.ts';
import type { MailBlock, MailParts } from './mail-parts.ts';
import { headOf, LIGHT, mailStyles } from './mail-style.ts';

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';
/** A table as wide as its content. */
const NARROW = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';
/** The names of pictures, by which the HTML refers to attachments. */
export const LOGO_ID = 'logo@candor';
export const ICON_ID = 'icon@candor';
const [LOGO_SIDE, ICON_SIDE] = [26, 24];

/** Formats a mail as HTML, with tables and inline styles, which every client knows. It loads nothing. All parts are escaped. */
export function mailHtml(mail: MailParts): string {
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
<tr><td class="inner" style="padding:4px 28px 18px">${brandLine(mail)}</td></tr>
<tr><td>${cardOf(mail)}</td></tr>
<tr><td class="inner quiet" dir="auto" style="padding:18px 28px;font-size:13px;line-height:20px;color:${LIGHT.quiet};overflow-wrap:anywhere">${endOf(mail)}</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function picture(id: string, side: number): string {
  return `<td width="${side}" valign="middle" style="padding-inline-end:10px"><img src="cid:${id}" width="${side}" height="${side}" alt="" style="display:block;border:0;border-radius:6px"></td>`;
}

/** Shows the logo and the name; without a name, the title of the site. */
function brandLine({ brand: { name, title }, images }: MailParts): string {
  const named = name && title.startsWith(`${name} `) ? title.slice(name.length) : null;
  const text =
    named === null
      ? escapeHtml(title)
      : `${escapeHtml(name ?? '')}<span class="quiet" style="font-weight:400;color:${LIGHT.quiet}">${escapeHtml(named)}</span>`;
  const logo = images?.logo ? picture(LOGO_ID, LOGO_SIDE) : '';
  return `<table ${NARROW}><tr>${logo}<td class="ink" dir="auto" style="font-size:15px;line-height:26px;font-weight:600;color:${LIGHT.ink}">${text}</td></tr></table>`;
}

function cardOf(mail: MailParts): string {
  return `<table ${TABLE} class="card" bgcolor="${LIGHT.card}" style="background:${LIGHT.card};border:1px solid ${LIGHT.line};border-radius:14px;border-collapse:separate">
${headRow(mail)}
<tr><td class="inner" style="padding:26px 28px 28px">${mail.body.map((block) => blockHtml(block, linkOf(mail))).join('\n')}${nextOf(mail)}${buttonOf(mail)}</td></tr>${earlierOf(mail)}
</table>`;
}

function headRow({ brand, head, images }: MailParts): string {
  const { fill, ink } = headOf(head.tone, 'light', brand.accent);
  const edge = head.tone === 'recovering' ? `;border-bottom:1px solid ${LIGHT.line}` : '';
  const meta =
    head.meta === undefined
      ? ''
      : `<div dir="auto" style="margin-top:2px;font-size:15px;line-height:22px">${escapeHtml(head.meta)}</div>`;
  const icon = images?.icon
    ? `<td width="${ICON_SIDE}" valign="top" style="padding:3px 14px 0 0"><img src="cid:${ICON_ID}" width="${ICON_SIDE}" height="${ICON_SIDE}" alt="" style="display:block;border:0"></td>`
    : '';
  return `<tr><td class="head line inner" bgcolor="${fill}" style="padding:22px 28px;background:${fill};color:${ink};border-radius:13px 13px 0 0${edge}"><table ${TABLE}><tr>${icon}<td class="head" style="background:${fill};color:${ink}"><h1 dir="auto" style="margin:0;font-size:22px;line-height:28px;font-weight:700;overflow-wrap:anywhere">${escapeHtml(head.title)}</h1>${meta}</td></tr></table></td></tr>`;
}

function linkOf({ brand }: MailParts): string {
  return brand.accent?.light.text ?? LIGHT.link;
}

function blockHtml(block: MailBlock, linkColour: string): string {
  const style = `font-size:16px;line-height:25px;color:${LIGHT.body};overflow-wrap:anywhere`;
  if (typeof block !== 'string' && 'html' in block)
    return `<div class="body" dir="auto" style="${style}">${styledHtml(block.html, linkColour)}</div>`;
  if (typeof block !== 'string' && 'link' in block)
    return `<p style="margin:0 0 28px;${style}"><a class="link" href="${escapeHtml(block.text)}" style="color:${linkColour}">${escapeHtml(block.link)}</a></p>`;
  const text =
    typeof block === 'string'
      ? escapeHtml(block)
      : `<strong class="ink" style="color:${LIGHT.ink}">${escapeHtml(block.label)}</strong> ${escapeHtml(block.text)}`;
  return `<p class="body" dir="auto" style="margin:0 0 12px;${style}">${text}</p>`;
}

function nextOf({ next }: MailParts): string {
  if (!next) return '';
  return `
<table ${TABLE} style="margin-top:20px"><tr><td class="sunken body" bgcolor="${LIGHT.sunken}" dir="auto" style="padding:13px 16px;background:${LIGHT.sunken};border-radius:10px;font-size:15px;line-height:22px;color:${LIGHT.body}">${escapeHtml(next.label)} <strong class="ink" style="color:${LIGHT.ink}">${escapeHtml(next.time)}</strong></td></tr></table>`;
}

function buttonOf({ brand, button }: MailParts): string {
  const accent = brand.accent?.light.solid ?? LIGHT.button;
  return `
<table ${NARROW} style="margin-top:20px"><tr><td class="button" bgcolor="${accent}" style="background:${accent};border-radius:8px"><a href="${escapeHtml(button.url)}" style="display:inline-block;padding:11px 20px;font-size:15px;line-height:22px;font-weight:600;color:#FFFFFF;text-decoration:none">${escapeHtml(button.label)}</a></td></tr></table>`;
}

function earlierOf({ earlier }: MailParts): string {
  if (!earlier || earlier.rows.length === 0) return '';
  const { title, rows, more } = earlier;
  const lines = rows.map(
    ([time, text]) =>
      `<tr><td class="quiet" valign="top" style="padding:0 14px 0 0;white-space:nowrap;color:${LIGHT.quiet}">${escapeHtml(time)}</td><td class="body" width="100%" dir="auto" style="color:${LIGHT.body};overflow-wrap:anywhere">${escapeHtml(text)}</td></tr>`,
  );
  const rest =
    more === null ? '' : `<div class="quiet" style="margin-top:4px;color:${LIGHT.quiet}">${escapeHtml(more)}</div>`;
  return `
<tr><td class="line inner" style="padding:18px 28px 20px;border-top:1px solid ${LIGHT.line};font-size:14px;line-height:22px"><div class="ink" style="margin-bottom:4px;font-weight:600;color:${LIGHT.ink}">${escapeHtml(title)}</div><table ${TABLE} style="font-size:14px;line-height:22px">${lines.join('\n')}</table>${rest}</td></tr>`;
}

function endOf({ reason, links = [], note }: MailParts): string {
  const anchors = links.map(
    ({ label, url }) =>
      `<a class="quiet" href="${escapeHtml(url)}" style="color:${LIGHT.quiet}">${escapeHtml(label)}</a>`,
  );
  return [escapeHtml(reason), anchors.join(' · '), escapeHtml(note ?? '')].filter((line) => line !== '').join('<br>');
}
