import type { Env } from '#server/env';
import type { KnownSite } from '#server/http/known-site';

/** What the process of the pages needs to start. `url`: where the server in front listens. `socket`: the path on which to listen. */
export type PagesSettings = { env: Env; databaseUrl: string; publicOrigin: string; url: string; socket: string };
/** What it reports: that it listens, or what a page has read of the site. */
export type PagesReport = { kind: 'ready' } | { kind: 'site'; site: KnownSite };
