import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The receiver of webhooks that the page for developers shows, and that a test runs. Candor is started in its own folder. */
export const SAMPLE_RECEIVER = path.resolve('examples/webhook-receiver.mjs');

/** Reads the source of the sample receiver. */
export function readSampleReceiver(): Promise<string> {
  return readFile(SAMPLE_RECEIVER, 'utf8');
}
