import { setTimeout as wait } from 'node:timers/promises';
import { type CatalogBrand, NO_BRAND } from '#domain/catalog/brand-plan';
import { accentTokens } from '#domain/site/accent';
import type { Brand } from '#domain/site/brand';
import { enBrand } from '#messages/en/brand';
import { en } from '#messages/en/site';
import { accentStylesheet, type Stylesheet } from '#server/catalog/accent-stylesheet';
import { brandRevision, storedBrand } from '#server/catalog/sql/brand';
import type { Context } from '#server/context';
import { isDatabaseAway } from '#server/errors';

/** Values derived from one revision of the stored brand. */
type Derived = { revision: number; brand: Brand; stylesheet: Stylesheet | null };
const LATEST = new WeakMap<Context['web'], Derived>();
const BEFORE_ANY_REVISION = -1;
/** Pages and mails wait no longer than this for a newer brand than the one they know. */
const WAIT_MS_MAX = 2_000;

/**
 * Reads how the installation presents itself. Reads the whole brand only after a change. While the database is unavailable or slow it returns the latest known
 * brand, or the defaults, because pages and mails about that failure need it as well.
 */
export async function readBrand(ctx: Pick<Context, 'web'>): Promise<Brand> {
  return (await latest(ctx)).brand;
}

/** Reads the stylesheet with the accent, or null if that is the default one. */
export async function readStylesheet(ctx: Pick<Context, 'web'>): Promise<Stylesheet | null> {
  return (await latest(ctx)).stylesheet;
}

async function latest(ctx: Pick<Context, 'web'>): Promise<Derived> {
  const done = new AbortController();
  const late = wait(WAIT_MS_MAX, null, { signal: done.signal, ref: false }).catch(() => null); // aborted because the read was in time
  const read = readLatest(ctx).finally(() => done.abort());
  return (await Promise.race([read, late])) ?? LATEST.get(ctx.web) ?? DEFAULT;
}

async function readLatest(ctx: Pick<Context, 'web'>): Promise<Derived | null> {
  const known = LATEST.get(ctx.web);
  try {
    if (known && (await brandRevision(ctx)) === known.revision) return known;
    const { revision, ...stored } = await storedBrand(ctx);
    const derived = derive(stored, revision);
    LATEST.set(ctx.web, derived);
    return derived;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return null;
  }
}

function derive(stored: CatalogBrand, revision: number): Derived {
  const stylesheet = stored.accent === null ? null : accentStylesheet(stored.accent);
  return { revision, brand: brandOf(stored, stylesheet), stylesheet };
}

/** Fills in a default for everything that is not set. */
function brandOf(stored: CatalogBrand, stylesheet: Stylesheet | null): Brand {
  const { name, description, support, links, footer, timeZone } = stored;
  const [light, dark, favicon] = [stored.logoLight, stored.logoDark, stored.favicon].map(
    (sha256) => sha256 && `/brand/${sha256}`,
  );
  return {
    name,
    title: name === null ? en.title : enBrand.title(name),
    description: description ?? (name === null ? en.description : enBrand.description(name)),
    logo: light && dark ? { light, dark } : null,
    favicon: favicon ?? '/favicon.svg',
    stylesheet: stylesheet && `/brand/${stylesheet.file}`,
    accent: stored.accent === null ? null : accentTokens(stored.accent),
    links,
    footer,
    support,
    timeZone,
  };
}

const DEFAULT = derive(NO_BRAND, BEFORE_ANY_REVISION);
/** The brand of an installation that has set nothing. */
export const DEFAULT_BRAND = DEFAULT.brand;
