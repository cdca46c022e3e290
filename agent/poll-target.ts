import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Group } from './config.ts';
import { type Answer, readAnswer } from './read-answer.ts';

/** An answer's body beyond this is not read. */
const BODY_BYTES_MAX = 1024 * 1024;

/** `address`: where to connect to, in the place of what the URL's name leads to. */
export type Target = { component: string; instance: string; url: string; address?: string; group: Group };

/**
 * A connection of its own for each, as a new client would make: one that is kept may just be closed by the other side. The name in Host is what
 * TLS asks for and what the certificate is checked against, whatever the address.
 */
function ask({ url, address }: Target, signal: AbortSignal): Promise<IncomingMessage> {
  const { host, protocol } = new URL(url);
  const options = { agent: false, signal, headers: { host, 'user-agent': 'candor-agent' }, ...(address ? { host: address } : {}) };
  return new Promise((resolve, reject) => {
    (protocol === 'https:' ? https : http).get(url, options, resolve).on('error', reject);
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error(`its answer is larger than ${BODY_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Asks a target once. No answer in time, and any status but 2xx, is `down`; else what the body says. Latency is the time until the answer
 * was read, the connection included, unless the answer tells its own.
 */
export async function pollTarget(target: Target, timeoutMs: number, monotonicMs: () => number): Promise<Answer> {
  const startedAt = monotonicMs();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ask(target, signal);
    const body = await bodyOf(response);
    const latencyMs = Math.round(monotonicMs() - startedAt);
    const { statusCode = 0 } = response;
    if (statusCode < 200 || statusCode > 299) return { reading: { health: 'down', latencyMs }, complaint: `it answered ${statusCode}` };
    const { reading, ...rest } = readAnswer(body, target.group);
    return { reading: { latencyMs, ...reading }, ...rest };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return { reading: { health: 'down' }, complaint: signal.aborted ? `no answer within ${timeoutMs} ms` : (code ?? message) };
  }
}
