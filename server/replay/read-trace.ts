import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { AppError } from '#server/errors';

export type Delivery = { deliveredAt: number; source: string; probes: unknown[] };
const LINE_BYTES_MAX = 64 * 1024 * 1024;

/** Reads a trace in NDJSON, one delivery per line. Errors: invalid_input, which names the line. */
export async function* readTrace(file: string): AsyncGenerator<Delivery> {
  let number = 0;
  const input = createReadStream(file);
  const opened = new Promise((resolve, reject) => input.once('open', resolve).once('error', reject));
  await opened.catch((error: Error) => {
    throw new AppError('invalid_input', `--trace: ${error.message}`);
  });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    if (line.length > LINE_BYTES_MAX)
      throw new AppError('invalid_input', `--trace: line ${number} is longer than ${LINE_BYTES_MAX} characters.`);
    yield toDelivery(line, number);
  }
}

function toDelivery(line: string, number: number): Delivery {
  try {
    const value = JSON.parse(line) as Omit<Delivery, 'deliveredAt'> & { deliveredAt: string };
    const deliveredAt = parseRfc3339(value.deliveredAt);
    if (deliveredAt !== null && typeof value.source === 'string' && Array.isArray(value.probes))
      return { ...value, deliveredAt };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new AppError(
    'invalid_input',
    `--trace: line ${number} must be {"deliveredAt": RFC 3339 time, "source": text, "probes": list}.`,
  );
}
