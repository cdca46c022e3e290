import { en } from '../../messages/en.ts';

type Notice = { title: string; text: string; link: string };

/** A page that needs neither the database nor the framework: one thing said, and a link that loads the page anew. Texts are ours and hold no markup. */
export function noticePage({ title, text, link }: Notice): string {
  return `<!doctype html><html lang="${en.lang}" dir="${en.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/notice.css"></head><body><main><h1>${title}</h1><p>${text}</p><p><a href="">${link}</a></p></main></body></html>`;
}
