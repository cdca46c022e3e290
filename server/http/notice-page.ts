import { en } from '#messages/en/site';

/** `href` defaults to the current address. */
export type Notice = { title: string; text: string; link: string; href?: string };

/** Renders a page with one message and a link, without database or framework. The texts are ours and contain no markup. */
export function noticePage({ title, text, link, href = '' }: Notice): string {
  return `<!doctype html><html lang="${en.lang}" dir="${en.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/notice.css"></head><body><main><h1>${title}</h1><p>${text}</p><p><a href="${href}">${link}</a></p></main></body></html>`;
}
