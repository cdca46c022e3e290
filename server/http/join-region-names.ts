const NO_BREAK_HYPHEN = '\u2011';
/** Text between tags. The texts of pages are escaped, so they contain no other sign of a tag. */
const TEXT = />[^<]+</g;
const BODY = /<body\b/;

/** Keeps the names of regions on one line, like "us-east-1", in what a page shows. Attributes, such as addresses, keep their hyphens. */
export function joinRegionNames(html: string, regions: readonly string[]): string {
  const names = regions.filter((name) => name.includes('-')).sort((a, b) => b.length - a.length);
  const start = html.search(BODY);
  if (names.length === 0 || start < 0) return html;
  const name = new RegExp(`(?<![\\w/.-])(?:${names.map(RegExp.escape).join('|')})(?![\\w/-])`, 'g');
  const joined = (text: string) => text.replace(name, (found) => found.replaceAll('-', NO_BREAK_HYPHEN));
  return html.slice(0, start) + html.slice(start).replace(TEXT, joined);
}
