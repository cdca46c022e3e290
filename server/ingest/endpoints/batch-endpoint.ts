import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '#server/errors';
import { sendJson, sendProblem } from '#server/http/problem';
import { bearerOf } from '#server/identity/tokens/authenticate';
import type { Intake } from './intake.ts';

/** Makes the handler for POST of a JSON body with a bearer token. Answers 202 with the receipt once all admitted probes are durable. */
export function createDeliveryEndpoint(
  { senderOf, readBody, deliver, answer }: Intake,
  path: string,
  kind: 'probes' | 'alerts',
) {
  return (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    async function take(receivedAt: number): Promise<void> {
      if (request.method !== 'POST') throw new AppError('method_not_allowed', 'Use the method POST.');
      const sender = await senderOf(bearerOf(request.headers.authorization), receivedAt);
      const body = await readBody(request, receivedAt, sender);
      sendJson(response, 202, await deliver({ kind, sender, body, receivedAt }));
    }
    return answer({ request, response, requestId }, take, (error) => {
      if (error.code === 'method_not_allowed') response.setHeader('Allow', 'POST');
      sendProblem(response, error, requestId, path);
    });
  };
}
