import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Answer } from './answer.ts';
import type { Group } from './config.ts';
import { readAnswer } from './read-answer.ts';
import { readBody, skipBody } from './read-body.ts';
import { acceptMetrics } from './read-metrics-answer.ts';

/** `address`: where to connect to, in the place of what the URL's name leads to. */
export type Target = { component: string; instance: string; url: string; address?: string; group: Group };

/**
 * A connection of its own for each, as a new client would make: one that is kept may just be closed by the other side. The name in Host is what
 * TLS asks for and what the certificate is checked against, whatever the address.
 */
function ask({ url, address, group }: Target, signal: AbortSignal): Promise<IncomingMessage> {
  const { host, protocol } = new URL(url);
  const options = {
    agent: false,
    signal,
    headers: { host, 'user-agent': 'candor-agent', accept: acceptOf(group) },
    ...(address ? { host: address } : {}),
  };
  return new Promise((resolve, reject) => {
    (protocol === 'https:' ? https : http).get(url, options, resolve).on('error', reject);
  });
}

function acceptOf({ json, prometheus }: Group): string {
  if (prometheus) return acceptMetrics(prometheus);
  return json ? 'application/json,application/*+json;q=0.9,*/*;q=0.5' : '*/*';
}

/**
 * Asks a target once. No answer in time, and any status but 2xx, is `down`; else what the body says. Latency is the time until the answer
 * was read, the connection included, unless the answer tells its own.
 */
export async function pollTarget(target: Target, timeoutMs: number, monotonicMs: () => number): Promise<Answer> {
  const startedAt = monotonicMs();
  const elapsedMs = () => Math.round(monotonicMs() - startedAt);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ask(target, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode < 200 || statusCode > 299) {
      response.destroy();
      return { reading: { health: 'down', latencyMs: elapsedMs() }, complaint: `it answered ${statusCode}` };
    }
    const text = await (target.group.json || target.group.prometheus ? readBody(response) : skipBody(response));
    const latencyMs = elapsedMs();
    const { reading, ...rest } = readAnswer({ text, type: headers['content-type'] ?? '' }, target.group);
    return { reading: { latencyMs, ...reading }, ...rest };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return {
      reading: { health: 'down' },
      complaint: signal.aborted ? `no answer within ${timeoutMs} ms` : (code ?? message),
    };
  }
}
