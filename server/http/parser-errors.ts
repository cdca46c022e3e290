import type { Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function refuseRaw(socket: Socket, status: number, requestId: string): void {
  const body = `${STATUS_CODES[status]}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** Answers CONNECT and what Node's parser rejects before a request exists, with a request id like every other answer. */
export function answerParserErrors(server: Server, newRequestId: () => string): void {
  const current = new WeakMap<Socket, ServerResponse>();
  server.prependListener('request', ({ socket }, response) => current.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = current.get(socket as Socket); // node:http creates Sockets only
    const isAnswering = response?.headersSent && !response.writableFinished;
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering) socket.destroy();
    else refuseRaw(socket as Socket, STATUS[error.code ?? ''] ?? 400, newRequestId());
  });
  server.on('connect', (_, socket) => refuseRaw(socket as Socket, 405, newRequestId()));
}
