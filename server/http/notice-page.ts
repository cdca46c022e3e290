import { en } from '#messages/en/site';

/** `href` defaults to the current address. */
export type Notice = { title: string; text: string; link: string; href?: string };

/** Errors from this status on are failures of the status page. */
const FAILURES_FROM = 500;

/** Renders a page with one message and a link, without database or framework. The texts are ours and contain no markup. */
export function noticePage(status: number, { title, text, link, href = '' }: Notice): string {
  const footer = status >= FAILURES_FROM ? `<footer><p>${en.notice.scope}</p></footer>` : '';
  return `<!doctype html><html lang="${en.lang}" dir="${en.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/notice.css"></head><body><main><p class="code">${en.notice.code(status)}</p><h1>${title}</h1><p>${text}</p><p class="link"><a href="${href}">${link}</a></p></main>${footer}</body></html>`;
}
