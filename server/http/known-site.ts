import type { Brand } from '#domain/site/brand';

/** What is known of the site without the database: its brand, and the names of its components and regions. */
export type KnownSite = { brand: Brand; components: readonly string[]; regions: readonly string[] };

// Next bundles its own copy of every module, so shared state is stored on globalThis, like the context.
const KEY = Symbol.for('candor.known-site');
const shared = globalThis as { [KEY]?: KnownSite };

/** Remembers what a page has read, for errors while the database is unavailable, and for the texts of pages. */
export function rememberSite(site: KnownSite): void {
  shared[KEY] = site;
}

/** Returns what the latest page has read, or null before the first one. */
export function knownSite(): KnownSite | null {
  return shared[KEY] ?? null;
}
