import { gzipSync } from 'node:zlib';
import type { Clock } from './clock.ts';
import type { AgentConfig } from './config.ts';
import type { WireProbe, WireReceipt } from './wire.ts';

/** The most that one batch may hold. */
export const PROBES_MAX = 5_000;
const ANSWER_TIMEOUT_MS = 30_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;
/** What an answer may ask for; whoever asks for more is asked again after this. */
const RETRY_AFTER_MS_MAX = 600_000;
/** A skew larger than this is told; Candor's Date has whole seconds, and the way there takes time. */
const SKEW_MS_MAX = 5_000;

export type Outcome =
  | { kind: 'taken'; receipt: WireReceipt; skewMs: number }
  | { kind: 'later'; retryAfter: string | null; isTokenAtFault: boolean; why: string }
  | { kind: 'refused'; why: string };

/** How far this clock runs ahead of Candor's, from the Date of an answer; 0 where that is within a second and the time the answer took. */
export function skewOf(date: string | null, sentAt: number, answeredAt: number): number {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told)) return 0;
  if (sentAt > told + 1_000) return sentAt - told - 1_000;
  return answeredAt < told ? answeredAt - told : 0;
}

/** The pause before the next try: doubled with each failure in a row, or what the answer asks for. */
export function pauseMs(failures: number, retryAfter: string | null): number {
  const asked = Number(retryAfter ?? Number.NaN) * 1_000;
  if (asked >= 0) return Math.min(Math.max(asked, RETRY_MS_MIN), RETRY_AFTER_MS_MAX);
  return Math.min(RETRY_MS_MIN * 2 ** Math.min(failures, 10), RETRY_MS_MAX);
}

type Sending = { config: Pick<AgentConfig, 'candor' | 'source' | 'token'>; clock: Clock; signal: AbortSignal };

/** Posts one batch. Only an answer that the same batch will get again (400, 413, 415, 422) is final; a wrong token may be put right. */
export async function sendBatch({ config, clock, signal }: Sending, probes: readonly WireProbe[]): Promise<Outcome> {
  const body = gzipSync(JSON.stringify({ source: config.source, probes }));
  const sentAt = clock.now();
  try {
    const response = await fetch(new URL('/api/v1/probes', config.candor), {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
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
        kind: 'taken',
        receipt: JSON.parse(text) as WireReceipt,
        skewMs: skewOf(response.headers.get('date'), sentAt, clock.now()),
      };
    const why = `${response.status} ${text.slice(0, 300)}`;
    if ([400, 413, 415, 422].includes(response.status)) return { kind: 'refused', why };
    return {
      kind: 'later',
      retryAfter: response.headers.get('retry-after'),
      isTokenAtFault: [401, 403].includes(response.status),
      why,
    };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { kind: 'later', retryAfter: null, isTokenAtFault: false, why: cause?.code ?? message };
  }
}

/** What a person should know of a skew, or null. */
export function formatSkew(skewMs: number): string | null {
  if (Math.abs(skewMs) <= SKEW_MS_MAX) return null;
  return `this clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} Candor's: set it right, or probes will be refused`;
}
