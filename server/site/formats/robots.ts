import type { Brand } from '#domain/site/brand';

/** Pages for staff and mailed links, which search engines must not visit. */
const PRIVATE = ['/console', '/sign-in', '/set-up', '/invitation', '/reset', '/subscriptions/', '/u/'];

/** Formats /robots.txt. */
export function robotsText({ title }: Pick<Brand, 'title'>): string {
  return `# ${title}\nUser-agent: *\n${PRIVATE.map((path) => `Disallow: ${path}\n`).join('')}`;
}
