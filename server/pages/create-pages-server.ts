import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { REQUEST_ID_HEADER, withExchange } from '#server/http/request-context';
import type { Log } from '#server/log';
import { CLOCK_HEADER, clockOfRequest, STALE_HEADER } from './request-clock.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** Creates the server of the process of the pages. `answer` can look up its request; if it fails, the connection ends. */
export function createPagesServer(answer: Answer, log: Log): Server {
  // The server in front limits times, and keeps its connections.
  return createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    const requestId = String(request.headers[REQUEST_ID_HEADER]);
    const { [CLOCK_HEADER]: time, [STALE_HEADER]: stale } = request.headers;
    const clock = clockOfRequest({ header: String(time), isStale: stale !== undefined });
    withExchange({ requestId, response, clock }, () => {
      answer(request, response).catch((error: Error) => {
        log.error({ requestId, message: error.message }, 'request failed');
        response.destroy();
      });
    });
  });
}
