import { gzipSync } from 'node:zlib';
import type { Clock } from './clock.ts';
import type { AgentConfig } from './config.ts';
import type { WireProbe, WireReceipt } from './wire.ts';

/** Limit of probes per batch. */
export const PROBES_MAX = 5_000;
const RESPONSE_TIMEOUT_MS = 30_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;
/** Longest pause that Retry-After can ask for. */
const RETRY_AFTER_MS_MAX = 600_000;
/** A date as servers must send it today, such as "Wed, 30 Mar 2022 13:20:00 GMT", or in the older form with the full name of the day. */
const HTTP_DATE = /^[A-Z][a-z]{2,8}, .* GMT$/;
/** Clock skew up to this is not reported: the Date header has whole seconds, and the request takes time. */
const SKEW_MS_MAX = 5_000;

export type Outcome =
  | { kind: 'accepted'; receipt: WireReceipt; skewMs: number }
  | { kind: 'retry'; retryAfterMs: number | null; isTokenInvalid: boolean; reason: string }
  | { kind: 'refused'; reason: string };

/** Returns by how many milliseconds the local clock is ahead of Candor's, from the Date header; 0 within a second and the duration of the request. */
export function skewOf(date: string | null, sentAt: number, answeredAt: number): number {
  const serverTime = Date.parse(date ?? '');
  if (Number.isNaN(serverTime)) return 0;
  if (sentAt > serverTime + 1_000) return sentAt - serverTime - 1_000;
  return answeredAt < serverTime ? answeredAt - serverTime : 0;
}

/**
 * Returns the pause that a response asks for, in ms, or null. Retry-After is a number of seconds or an HTTP date (RFC 9110, section 10.2.3);
 * a date is compared with the response's own Date if there is one, so that a wrong local clock does not matter.
 */
export function retryAfterOf(headers: Headers, now: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return null;
  const serverTime = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(serverTime) ? now : serverTime));
}

/** Returns the pause before the next attempt: doubled with each failure in a row, or the one that the response asks for, within limits. */
export function pauseMs(failures: number, retryAfterMs: number | null): number {
  if (retryAfterMs !== null) return Math.min(Math.max(retryAfterMs, RETRY_MS_MIN), RETRY_AFTER_MS_MAX);
  return Math.min(RETRY_MS_MIN * 2 ** Math.min(failures, 10), RETRY_MS_MAX);
}

type Sending = { config: Pick<AgentConfig, 'candor' | 'source' | 'token'>; clock: Clock; signal: AbortSignal };

/** Posts one batch. Only a response that the same batch would get again (400, 413, 415, 422) is final; an invalid token may be replaced. */
export async function sendBatch({ config, clock, signal }: Sending, probes: readonly WireProbe[]): Promise<Outcome> {
  const body = gzipSync(JSON.stringify({ source: config.source, probes }));
  const sentAt = clock.now();
  try {
    const response = await fetch(new URL('/api/v1/probes', config.candor), {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
      headers: {
        authorization: `Bearer ${config.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'user-agent': 'candor-agent',
      },
    });
    const text = await response.text();
    if (response.status === 202)
      return {
        kind: 'accepted',
        receipt: JSON.parse(text) as WireReceipt,
        skewMs: skewOf(response.headers.get('date'), sentAt, clock.now()),
      };
    const reason = `${response.status} ${text.slice(0, 300)}`;
    if ([400, 413, 415, 422].includes(response.status)) return { kind: 'refused', reason };
    return {
      kind: 'retry',
      retryAfterMs: retryAfterOf(response.headers, clock.now()),
      isTokenInvalid: [401, 403].includes(response.status),
      reason,
    };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { kind: 'retry', retryAfterMs: null, isTokenInvalid: false, reason: cause?.code ?? message };
  }
}

/** Describes a clock skew for the log, or returns null if it is small. */
export function formatSkew(skewMs: number): string | null {
  if (Math.abs(skewMs) <= SKEW_MS_MAX) return null;
  return `local clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} Candor's; synchronise it, or probes will be rejected`;
}
