import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import { type Group, nameOf } from './config.ts';
import { decodeText } from './decode-text.ts';

/** An instance and its URL. `address` is the address to which a DNS name resolves. */
type ListedTarget = { instance: string; url: string; address?: string };
/** The targets of a group. Not complete if the last line of its file has no line end yet, so that targets may be missing. */
export type Listing = { listed: ListedTarget[]; isComplete: boolean };

const LINE_END = /\r\n|\r|\n/;

/**
 * Parses a target file with any kind of line end. Each line has a URL, or an instance and its URL; # starts a comment. A last line without a
 * line end may be half written, and half a URL is a URL too, so it is left out. Errors name the line.
 */
function parseTargetFile(text: string): Listing {
  const lines = text.split(LINE_END);
  const rest = lines.pop();
  const listed = lines.flatMap((line, i) => {
    const fields = fieldsOf(line);
    if (fields.length === 0) return [];
    const url = fields.at(-1) as string;
    if (fields.length > 2 || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      throw new Error(`line ${i + 1} is not "URL" or "INSTANCE URL"`);
    return [{ instance: fields.length === 2 ? (fields[0] as string) : nameOf(url), url }];
  });
  return { listed, isComplete: fieldsOf(rest ?? '').length === 0 };
}

function fieldsOf(line: string): string[] {
  const [uncommented = ''] = line.split('#', 1);
  return uncommented.trim().split(/\s+/).filter(Boolean);
}

/** Reads the targets of a group. Errors: a message for the log. */
export async function readGroup(group: Group, folder: string): Promise<Listing> {
  if (group.list) return { listed: group.list, isComplete: true };
  if (group.file) return parseTargetFile(decodeText(await readFile(path.resolve(folder, group.file))));
  const dns = group.dns as NonNullable<Group['dns']>; // the configuration has exactly one of the three
  const found = await lookup(dns.name, { all: true, family: dns.family });
  const host = isIPv6(dns.name) ? `[${dns.name}]` : dns.name;
  const url = `${dns.https ? 'https' : 'http'}://${host}:${dns.port}${dns.path}`;
  return { listed: found.map(({ address }) => ({ instance: address, url, address })), isComplete: true };
}
