import type { Brand } from '#domain/site/brand';
import { CANDOR_MARK } from '#domain/site/candor-mark';
import { en } from '#messages/en/site';
import type { KnownSite } from './known-site.ts';

/** `href` defaults to the current address. */
export type Notice = { title: string; text: string; link: string; href?: string };

/** Errors from this status on are failures of the status page. */
const FAILURES_FROM = 500;
/** Of more components, none is named. */
const COMPONENTS_NAMED = 3;
const NAMES = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const { ring, stroke, dot } = CANDOR_MARK;
const MARK = `<svg class="mark" aria-hidden="true" viewBox="0 0 16 16"><path d="${ring}" stroke-width="${stroke}"/><circle cx="${dot.x}" cy="${dot.y}" r="${dot.radius}"/></svg>`;

/**
 * Renders a page with one message and a link, without database or framework. The texts are ours and contain no markup. `site`: what is known of the site.
 */
export function noticePage(status: number, notice: Notice, site: KnownSite | null): string {
  const { title, text, link, href = '' } = notice;
  const scope = status >= FAILURES_FROM ? `<p>${formatScope(site?.components ?? [])}</p>` : '';
  return `<!doctype html><html lang="${en.lang}" dir="${en.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/notice.css"></head><body>${site ? header(site.brand) : ''}<main><p class="code">${en.notice.code(status)}</p><h1>${title}</h1><p>${text}</p><p class="link"><a href="${href}">${link}</a></p></main><footer><div>${scope}<p class="powered">${MARK} ${en.footer.powered}</p></div></footer></body></html>`;
}

function header({ name, title, logo }: Brand): string {
  const status = name === null ? '' : ` <span>${en.nav.status}</span>`;
  const picture = logo
    ? `<picture><source srcset="${logo.dark}" media="(prefers-color-scheme: dark)"><img src="${logo.light}" width="28" height="28" alt=""></picture>`
    : MARK;
  return `<header><p>${picture}<strong>${escapeHtml(name ?? title)}</strong>${status}</p></header>`;
}

function formatScope(components: readonly string[]): string {
  const isNamed = components.length > 0 && components.length <= COMPONENTS_NAMED;
  return en.notice.scope(isNamed ? escapeHtml(NAMES.format(components)) : en.notice.components);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
