import { type Publication, type PublishingMode, publicationOf } from '#domain/site/publication';
import type { Instant } from '#domain/time/interval';
import { AppError, assert } from '#server/errors';
import { cleanPage } from '#server/http/clean-page';
import { joinRegionNames } from '#server/http/join-region-names';
import { knownSite } from '#server/http/known-site';
import { contentPolicy } from '#server/http/security-headers';
import type { AskPage, RenderedPage } from '#server/pages/ask-page';
import { type Bytes, bytesOf, type Entry } from './entry.ts';

/** Headers of Next that mean nothing to readers of published bytes. */
const FRAMEWORK_HEADER =
  /^(x-|connection|keep-alive|transfer-encoding|content-length|date|etag|link|vary|cache-control)/;
const CACHED = 'public, max-age=5, stale-while-revalidate=30, stale-if-error=86400';
const FOREVER = /\bimmutable\b/;
/** The notice that the page is no longer live is part of every page, and hidden while it is. */
const HIDDEN_NOTICE = 'id="_lost" hidden=""';

const INCIDENT = 'incident:';

type Body = { bytes: Bytes; inline: { scripts: string[]; styles: string[] }; assets: string[] };
/** `assets`: the files that the page names. */
export type Rendered = { entry: Omit<Entry, 'version'>; assets: string[] };

/** Makes a page look as its script would once it is no longer live. */
function asLost(html: string): string {
  return html.replace('<html ', '<html class="lost" ').replace(HIDDEN_NOTICE, 'id="_lost"');
}

/** Marks a page that shows nothing of now, so that its script does not take its age for a lost connection. */
function asFixed(html: string): string {
  return html.replace(' data-generated="', ' data-fixed="" data-generated="');
}

async function bodyOf({ type, body }: RenderedPage, variant: (html: string) => string): Promise<Body> {
  if (!type.startsWith('text/html'))
    return { bytes: await bytesOf(body, type), inline: { scripts: [], styles: [] }, assets: [] };
  const { html, inline, assets } = cleanPage(body.toString('utf8'));
  const joined = joinRegionNames(variant(html), knownSite()?.regions ?? []);
  return { bytes: await bytesOf(Buffer.from(joined), type), inline, assets };
}

const asItIs = (html: string) => html;
const union = (one: readonly string[], other: readonly string[] = []) => [...new Set([...one, ...other])];

function headersOf(path: string, { type, headers }: RenderedPage, inline: Body['inline']): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !FRAMEWORK_HEADER.test(name));
  const cache = headers['cache-control'] ?? '';
  return {
    ...Object.fromEntries(kept),
    ...(type.startsWith('text/html') ? { 'Content-Security-Policy': contentPolicy(path, null, inline) } : {}),
    'content-type': type,
    'cache-control': FOREVER.test(cache) ? cache : CACHED,
  };
}

/**
 * `at`: the time from which the page is. `staleAt`: when its monitoring data would be stale. `recent`: the incidents whose figures may still change.
 * `isAlways`: whether a key is always published.
 */
type Moment = {
  build: string;
  at: Instant;
  staleAt: Instant;
  recent: ReadonlySet<string>;
  isAlways: (key: string) => boolean;
};

/** Returns how the entry is kept current. A live page that is not always published would grow stale, so it is renewed when it is read. */
function modeOf({ key, mode, dependsOn }: Publication, { recent, isAlways }: Moment): PublishingMode {
  if (mode === 'live') return isAlways(key) ? 'live' : 'current';
  const isRecent = dependsOn.some((one) => one.startsWith(INCIDENT) && recent.has(one.slice(INCIDENT.length)));
  return mode === 'fixed' && isRecent ? 'current' : mode;
}

const EMPTY: Bytes = { digest: '', identity: Buffer.alloc(0), gzip: Buffer.alloc(0), br: Buffer.alloc(0) };

/**
 * Renders an address as it is to be published, in both variants where it shows monitoring data of now. Of an address without a page, or that is refused, it
 * returns an entry with that status and no bytes. Errors: internal if the page failed.
 */
export async function renderEntry(askPage: AskPage, key: string, moment: Moment): Promise<Rendered> {
  const { build, at, staleAt } = moment;
  const { pathname, search } = new URL(key, 'http://x');
  const publication = publicationOf(pathname, search);
  assert(publication?.key === key, 'keys are normalised');
  const page = await askPage(key, false);
  const { status } = page;
  const isAsset = publication.mode === 'asset';
  if (status < 200 || status >= 500 || (isAsset && status !== 200)) throw failureOf(status);
  const head = { key, build, dependencies: publication.dependsOn, status, generatedAt: at };
  if (status !== 200)
    return {
      entry: { ...head, mode: 'fixed', staleAt: null, headers: {}, normal: EMPTY, stale: null },
      assets: [],
    };
  const mode = modeOf(publication, moment);
  const isPerishable = mode === 'live' || mode === 'current';
  const normal = await bodyOf(page, isPerishable ? asItIs : asFixed);
  const stale = isPerishable ? await staleBodyOf(askPage, key) : null;
  const inline = {
    scripts: union(normal.inline.scripts, stale?.inline.scripts),
    styles: union(normal.inline.styles, stale?.inline.styles),
  };
  const entry = {
    ...head,
    mode,
    staleAt: isPerishable ? staleAt : null,
    headers: headersOf(pathname, page, inline),
    normal: normal.bytes,
    stale: stale?.bytes ?? null,
  };
  return { entry, assets: union(normal.assets, stale?.assets) };
}

function failureOf(status: number): AppError {
  return new AppError('internal', `The page could not be rendered: status ${status}.`);
}

/** Renders the variant of a page without live data. The page may fail in the meantime, because the database does. */
async function staleBodyOf(askPage: AskPage, key: string): Promise<Body> {
  const page = await askPage(key, true);
  if (page.status !== 200) throw failureOf(page.status);
  return bodyOf(page, asLost);
}
