import { isDeepStrictEqual } from 'node:util';
import type { Brand } from '#domain/site/brand';

/** What is known of the site without the database: its brand, and the names of its components and regions. */
export type KnownSite = { brand: Brand; components: readonly string[]; regions: readonly string[] };

// Next bundles its own copy of every module, so shared state is stored on globalThis, like the context.
const KEY = Symbol.for('candor.known-site');
const REPORT = Symbol.for('candor.report-site');
const shared = globalThis as { [KEY]?: KnownSite; [REPORT]?: (site: KnownSite) => void };

/** Calls `report` with what pages read of the site, whenever it differs from before. */
export function onSiteChange(report: (site: KnownSite) => void): void {
  shared[REPORT] = report;
}

/** Remembers what a page has read, for errors while the database is unavailable, and for the texts of pages. */
export function rememberSite(site: KnownSite): void {
  const isNew = !isDeepStrictEqual(shared[KEY], site);
  shared[KEY] = site;
  if (isNew) shared[REPORT]?.(site);
}

/** Returns what the latest page has read, or null before the first one. */
export function knownSite(): KnownSite | null {
  return shared[KEY] ?? null;
}
