import type { Group } from './config.ts';
import { type Answer, readAnswer } from './read-answer.ts';

/** An answer's body beyond this is not read. */
const BODY_BYTES_MAX = 1024 * 1024;

export type Target = { component: string; instance: string; url: string; group: Group };

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error(`its answer is larger than ${BODY_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Asks a target once. No answer in time, and any status but 2xx, is `down`; else what the body says. Latency is the time until the answer
 * was read, unless the answer tells its own.
 */
export async function pollTarget({ url, group }: Target, timeoutMs: number, monotonicMs: () => number): Promise<Answer> {
  const startedAt = monotonicMs();
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), headers: { 'user-agent': 'candor-agent' } });
    const body = await bodyOf(response);
    const latencyMs = Math.round(monotonicMs() - startedAt);
    if (!response.ok) return { reading: { health: 'down', latencyMs }, complaint: `it answered ${response.status}` };
    const { reading, ...rest } = readAnswer(body, group);
    return { reading: { latencyMs, ...reading }, ...rest };
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    return { reading: { health: 'down' }, complaint: name === 'TimeoutError' ? `no answer within ${timeoutMs} ms` : (cause?.code ?? message) };
  }
}
