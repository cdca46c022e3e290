import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MailTone } from './mail-style.ts';

/** The icons of heads, as PNG. A neutral head has none. */
export type MailIcons = ReadonlyMap<MailTone, Uint8Array>;

const FOLDER = path.join(import.meta.dirname, 'icons');
const TONES = ['major', 'partial', 'degraded', 'incident', 'recovering', 'operational'] as const;

/** Reads the icons, which scripts/draw-mail-icons.mjs draws from the shapes of the page. */
export async function readMailIcons(): Promise<MailIcons> {
  return new Map(
    await Promise.all(TONES.map(async (tone) => [tone, await readFile(path.join(FOLDER, `${tone}.png`))] as const)),
  );
}
