import type { Context } from '#server/context';
import { signWebhook } from '#server/delivery/channels/sign-webhook';
import { newPublicId } from '#server/random';

type Endpoint = { address: string; secrets: readonly string[] };
/** Why an endpoint has not accepted a test event. */
export type TestFailure = { kind: 'answered'; status: number } | { kind: 'blocked' | 'timed_out' | 'unreachable' };

/** Sends a signed `endpoint.test`. Returns null if the endpoint answered with 2xx, which proves that it wants events; otherwise why not. */
export async function sendTestEvent(
  { safeFetch, clock, random, publicOrigin }: Pick<Context, 'safeFetch' | 'clock' | 'random' | 'publicOrigin'>,
  { address, secrets }: Endpoint,
): Promise<TestFailure | null> {
  const now = clock.now();
  const timestamp = new Date(now).toISOString();
  const body = JSON.stringify({ type: 'endpoint.test', timestamp, data: { page: { url: publicOrigin } } });
  const headers = signWebhook({ id: `msg_test_${newPublicId(random)}`, at: now, body, secrets });
  const outcome = await safeFetch.post({ url: address, body, headers });
  if (outcome.kind !== 'answered') return { kind: outcome.kind };
  const { status } = outcome;
  return status >= 200 && status < 300 ? null : { kind: 'answered', status };
}
