import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Answer } from './answer.ts';
import type { Group } from './config.ts';
import { readAnswer } from './read-answer.ts';
import { readBody, skipBody } from './read-body.ts';
import { acceptMetrics } from './read-metrics-answer.ts';

/** `address` is the address to connect to, instead of resolving the host of the URL. */
export type Target = { component: string; instance: string; url: string; address?: string; group: Group };

/**
 * Sends a request on a new connection, because the other side may be closing a connection that is reused. TLS uses the name in Host for SNI
 * and for the check of the certificate, whatever the address.
 */
function request({ url, address, group }: Target, signal: AbortSignal): Promise<IncomingMessage> {
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
 * Polls a target once. A timeout and any status other than 2xx mean `down`; otherwise the body decides. Latency is the time until the
 * response was read, including the connection, unless the response contains its own.
 */
export async function pollTarget(target: Target, timeoutMs: number, monotonicMs: () => number): Promise<Answer> {
  const startedAt = monotonicMs();
  const elapsedMs = () => Math.round(monotonicMs() - startedAt);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(target, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode < 200 || statusCode > 299) {
      response.destroy();
      return { sample: { health: 'down', latencyMs: elapsedMs() }, problem: `HTTP status ${statusCode}` };
    }
    const text = await (target.group.json || target.group.prometheus ? readBody(response) : skipBody(response));
    const latencyMs = elapsedMs();
    const { sample, ...rest } = readAnswer({ text, type: headers['content-type'] ?? '' }, target.group);
    return { sample: { latencyMs, ...sample }, ...rest };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return {
      sample: { health: 'down' },
      problem: signal.aborted ? `no response within ${timeoutMs} ms` : (code ?? message),
    };
  }
}
