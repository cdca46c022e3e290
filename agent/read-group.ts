import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import { type Group, nameOf } from './config.ts';
import { decodeText } from './decode-text.ts';

/** An instance and where it is asked; `address`: where its name leads to. */
type Named = { instance: string; url: string; address?: string };
/** What a group names; not whole where the last line of its file has no end yet, so that targets may be missing. */
export type Listing = { named: Named[]; isWhole: boolean };

const LINE_END = /\r\n|\r|\n/;

/**
 * Lines of a target file, with any line end: a URL, or an instance and its URL; # begins a comment. A last line without an end may be half
 * written, and a half of a URL is a URL too: it is left out. Errors name the line.
 */
function parseTargetFile(text: string): Listing {
  const lines = text.split(LINE_END);
  const rest = lines.pop();
  const named = lines.flatMap((line, i) => {
    const words = wordsOf(line);
    if (words.length === 0) return [];
    const url = words.at(-1) as string;
    if (words.length > 2 || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      throw new Error(`line ${i + 1} is not "URL" or "INSTANCE URL"`);
    return [{ instance: words.length === 2 ? (words[0] as string) : nameOf(url), url }];
  });
  return { named, isWhole: wordsOf(rest ?? '').length === 0 };
}

function wordsOf(line: string): string[] {
  const [uncommented = ''] = line.split('#', 1);
  return uncommented.trim().split(/\s+/).filter(Boolean);
}

/** Reads the targets of a group. Errors: what kept it from doing so, in words for the log. */
export async function readGroup(group: Group, folder: string): Promise<Listing> {
  if (group.list) return { named: group.list, isWhole: true };
  if (group.file) return parseTargetFile(decodeText(await readFile(path.resolve(folder, group.file))));
  const dns = group.dns as NonNullable<Group['dns']>; // one of the three is there
  const found = await lookup(dns.name, { all: true, family: dns.family });
  const host = isIPv6(dns.name) ? `[${dns.name}]` : dns.name;
  const url = `${dns.https ? 'https' : 'http'}://${host}:${dns.port}${dns.path}`;
  return { named: found.map(({ address }) => ({ instance: address, url, address })), isWhole: true };
}
