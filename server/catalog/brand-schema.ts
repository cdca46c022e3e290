import { z } from 'zod';
import { type BrandFile, NO_BRAND } from '#domain/catalog/brand-plan';
import { accentFault } from '#domain/site/accent';
import { isHexColour } from '#domain/site/oklch';
import { isTimeZone } from '#domain/time/is-time-zone';
import { enBrand } from '#messages/en/brand';
import { list, missingOr, strict, text } from './schema-parts.ts';

const BRAND_LIMITS = { name: 40, description: 200, footer: 300, links: 6, label: 30, url: 300 } as const;
const SUPPORT = 'an e-mail address or an https:// address';
const ZONE = 'an IANA time zone like Europe/London';

/** Formats a ratio rounded down, so that a value below a limit never looks as if it reached it. */
const shown = (ratio: number) => (Math.floor(ratio * 10) / 10).toFixed(1);

const accent = z.string(missingOr('a colour like "#127a86", in quotes')).transform((value, ctx) => {
  const colour = value.toLowerCase();
  if (!isHexColour(colour)) {
    ctx.addIssue('must be a colour of six digits like "#127a86", in quotes');
    return colour;
  }
  const fault = accentFault(colour);
  for (const { rule, ratio, needed } of fault?.failed.slice(0, 1) ?? [])
    ctx.addIssue(
      `${colour} has a contrast of ${shown(ratio)} for ${enBrand.accent[rule]}, and ${needed} is needed; the nearest colour that passes is "${fault?.nearest}"`,
    );
  return colour;
});

function isHttps(value: string): boolean {
  const url = URL.parse(value);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

const url = text(BRAND_LIMITS.url, 'an https:// address').refine(isHttps, 'must be an https:// address');
const email = z.email();
const support = text(BRAND_LIMITS.url, SUPPORT).transform((value, ctx) => {
  const isMail = email.safeParse(value).success;
  if (!isMail && !isHttps(value)) ctx.addIssue(`must be ${SUPPORT}`);
  return isMail ? `mailto:${value}` : value;
});

/** A data URI of the largest image. */
const IMAGE_TEXT_MAX = 300_000;
const image = text(IMAGE_TEXT_MAX, 'a data: URI or the name of a file');
const logo = z.union(
  [image.transform((one) => ({ light: one, dark: one })), strict({ light: image, dark: image }, 'a logo')],
  { error: 'must be a data: URI, the name of a file, or both as { light: …, dark: … }' },
);

const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

/** The brand as in the catalogue file. */
export const brandSchema = strict(
  {
    name: orNull(text(BRAND_LIMITS.name, 'a name')),
    description: orNull(text(BRAND_LIMITS.description, 'a sentence')),
    accent: orNull(accent),
    logo: orNull(logo),
    favicon: orNull(image),
    support: orNull(support),
    links: list(strict({ label: text(BRAND_LIMITS.label, 'a label'), url }, 'a link')).refine(
      (links) => links.length <= BRAND_LIMITS.links,
      `must have at most ${BRAND_LIMITS.links} entries`,
    ),
    footer: orNull(text(BRAND_LIMITS.footer, 'a text')),
    timeZone: z.string(missingOr(ZONE)).refine(isTimeZone, `must be ${ZONE}`).default(NO_BRAND.timeZone),
  },
  'a brand',
).transform(
  ({ logo: given, favicon, ...texts }): BrandFile => ({
    ...texts,
    images: { logoLight: given?.light ?? null, logoDark: given?.dark ?? null, favicon },
  }),
);
