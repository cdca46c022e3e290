import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Instant } from '#domain/time/interval';
import type { Log } from '#server/log';
import { deliveryOf, type Header, headerOf, type Spooled, wholeLines } from './spooled.ts';

const SEGMENT = /^(\d{12})\.ndjson$/;

/** One file of the spool. `held`: by source, the instant past which its components must not be evaluated while its deliveries wait. */
export type Segment = {
  file: string;
  bytes: number;
  deliveries: number;
  held: Map<number, Instant>;
  isOpen: boolean;
};

export const nameOf = (number: number) => `${String(number).padStart(12, '0')}.ndjson`;
export const numberOf = (segment: Segment | undefined) => Number(SEGMENT.exec(segment?.file ?? '')?.[1] ?? 0);

export function note(segment: Segment, { heldFrom, sender: { sourceId } }: Header): void {
  segment.deliveries++;
  if (heldFrom !== null && sourceId !== null)
    segment.held.set(sourceId, Math.min(segment.held.get(sourceId) ?? heldFrom, heldFrom));
}

/** Reads what an earlier process left, without the bodies. */
export async function leftIn(folder: string): Promise<Segment[]> {
  const files = (await readdir(folder)).filter((file) => SEGMENT.test(file)).sort();
  const segments: Segment[] = [];
  for (const file of files) {
    const bytes = await readFile(path.join(folder, file));
    const segment = { file, bytes: bytes.length, deliveries: 0, held: new Map(), isOpen: false };
    for (const line of wholeLines(bytes.toString())) {
      const header = headerOf(line);
      if (header) note(segment, header);
    }
    segments.push(segment);
  }
  return segments;
}

/** Opens a file to append to it. A new file exists after a power failure only once its folder is written, too. */
export async function openDurably(folder: string, file: string) {
  const handle = await open(path.join(folder, file), 'a', 0o600);
  const parent = await open(folder, 'r');
  await parent.sync().finally(() => parent.close());
  return handle;
}

/** Reads the deliveries of a file. Damaged lines are logged and left out. */
export async function readSegment(folder: string, { file }: Segment, log: Log): Promise<Spooled[]> {
  const lines = wholeLines(await readFile(path.join(folder, file), 'utf8'));
  const deliveries = lines.map(deliveryOf).filter((delivery) => delivery !== null);
  const damaged = lines.length - deliveries.length;
  if (damaged > 0) log.error({ file, lines: damaged }, 'a file of the spool is damaged; these lines are lost');
  return deliveries;
}
