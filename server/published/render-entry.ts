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

async function bodyOf({ type, body }: RenderedPage, isStale: boolean): Promise<Body> {
  if (!type.startsWith('text/html'))
    return { bytes: await bytesOf(body, type), inline: { scripts: [], styles: [] }, assets: [] };
  const { html, inline, assets } = cleanPage(body.toString('utf8'));
  const joined = joinRegionNames(isStale ? asLost(html) : html, knownSite()?.regions ?? []);
  return { bytes: await bytesOf(Buffer.from(joined), type), inline, assets };
}

function headersOf(path: string, { type, headers }: RenderedPage, { inline }: Body): Record<string, string> {
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
 * `at`: the time from which the page is. `staleAt`: when its monitoring data would be stale. `open`: the open incidents. `isAlways`: whether a key is always
 * published.
 */
type Moment = {
  build: string;
  at: Instant;
  staleAt: Instant;
  open: ReadonlySet<string>;
  isAlways: (key: string) => boolean;
};

/**
 * Returns how the entry is kept current. What shows an open incident shows for how long, and a live page that is not always published would grow stale, so
 * both are renewed when they are read.
 */
function modeOf({ key, mode, dependsOn }: Publication, status: number, { open, isAlways }: Moment): PublishingMode {
  if (status === 404) return 'fixed';
  if (mode === 'live') return isAlways(key) ? 'live' : 'current';
  const showsOpen = dependsOn.some((one) =>
    one === 'incidents' ? open.size > 0 : open.has(one.slice(INCIDENT.length)),
  );
  return mode === 'fixed' && showsOpen ? 'current' : mode;
}

/**
 * Renders an address as it is to be published, in both variants where it shows monitoring data of now. Errors: internal if the page failed, overloaded if it was refused.
 */
export async function renderEntry(askPage: AskPage, key: string, moment: Moment): Promise<Rendered> {
  const { build, at, staleAt } = moment;
  const { pathname, search } = new URL(key, 'http://x');
  const publication = publicationOf(pathname, search);
  assert(publication?.key === key, 'keys are normalised');
  const page = await askPage(key, false);
  if (page.status !== 200 && page.status !== 404)
    throw new AppError('internal', `The page could not be rendered: status ${page.status}.`);
  const mode = modeOf(publication, page.status, moment);
  const isPerishable = mode === 'live' || mode === 'current';
  const normal = await bodyOf(page, false);
  const stale = isPerishable ? await bodyOf(await askPage(key, true), true) : null;
  const entry = {
    key,
    build,
    mode,
    dependencies: publication.dependsOn,
    status: page.status,
    generatedAt: at,
    staleAt: isPerishable ? staleAt : null,
    headers: headersOf(pathname, page, normal),
    normal: normal.bytes,
    stale: stale?.bytes ?? null,
  };
  return { entry, assets: normal.assets };
}
