import type { AccentTokens } from './accent.ts';

/** Paths of the square logo for each scheme. */
type Logo = { light: string; dark: string };
type BrandLink = { label: string; url: string };

/** How the installation presents itself. Every member has a value that looks finished if the catalogue has none. */
export type Brand = {
  /** Null if it is not set; then `title` is all there is. */
  name: string | null;
  /** The name of the whole site, as in "Incidents – Larkfield status". */
  title: string;
  description: string;
  /** Null: Candor's ring. */
  logo: Logo | null;
  favicon: string;
  /** Path of a stylesheet with the accent of both schemes, or null for the default accent. */
  stylesheet: string | null;
  /** The accent of both schemes, corrected for contrast, or null for the default accent. */
  accent: AccentTokens | null;
  links: BrandLink[];
  footer: string | null;
  /** A mailto: or https: address. */
  support: string | null;
  /** IANA name. */
  timeZone: string;
};
