import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '#server/errors';
import { sendJson, sendProblem } from '#server/http/problem';
import { bearerOf, type Sender } from '#server/identity/tokens/authenticate';
import type { Receipt } from '#server/ingest/schemas';
import type { Intake } from './intake.ts';

type Arrival = { receivedAt: number; latest: number };
type Accept = (
  services: Intake['services'] & { noteNewest: (newestAt: number) => void },
  sender: Sender,
  body: unknown,
  arrival: Arrival,
) => Promise<Receipt>;

/** Makes the handler for POST of a JSON body with a bearer token. Answers 202 with the receipt of `accept` once all admitted probes are durable. */
export function createDeliveryEndpoint(
  { services, senderOf, readBody, store, answer }: Intake,
  path: string,
  accept: Accept,
) {
  return (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    async function take(receivedAt: number): Promise<void> {
      if (request.method !== 'POST') throw new AppError('method_not_allowed', 'Use the method POST.');
      const sender = await senderOf(bearerOf(request.headers.authorization), receivedAt);
      const body = await readBody(request, receivedAt, sender);
      const arrival = { receivedAt, latest: services.clock.latest() };
      sendJson(
        response,
        202,
        await store(sender, receivedAt, (noteNewest) => accept({ ...services, noteNewest }, sender, body, arrival)),
      );
    }
    return answer({ request, response, requestId }, take, (error) => {
      if (error.code === 'method_not_allowed') response.setHeader('Allow', 'POST');
      sendProblem(response, error, requestId, path);
    });
  };
}
