import type { Brand } from '#domain/site/brand';

/** Pages for staff, which search engines must not visit. */
const STAFF_ONLY = ['/console', '/sign-in', '/set-up', '/invitation', '/reset'];

/** Formats /robots.txt. */
export function robotsText({ title }: Pick<Brand, 'title'>): string {
  return `# ${title}\nUser-agent: *\n${STAFF_ONLY.map((path) => `Disallow: ${path}\n`).join('')}`;
}
