import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Time in which connections that are open at the stop may send one more request, which is answered with `Connection: close`. */
const GRACE_MS = 1_000;
/** A request that takes longer to arrive and be answered is aborted. */
const DRAIN_MS_MAX = 30_000;

/**
 * Tracks the requests of a server and returns a function that stops it without aborting any. During the stop, every answer has `Connection: close`, so
 * that clients give up kept-alive connections. Idle connections are closed after a grace period, because a request may be on its way.
 */
export function createDrain(
  server: Server,
  { graceMs = GRACE_MS, drainMsMax = DRAIN_MS_MAX } = {},
): () => Promise<void> {
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  let phase: 'open' | 'grace' | 'closing' = 'open';
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_, response) => {
    responses.add(response);
    if (phase !== 'open') response.shouldKeepAlive = false;
    response.once('close', () => {
      responses.delete(response);
      if (phase === 'closing') setImmediate(() => server.closeIdleConnections()); // its headers may have been sent before the stop began
    });
  });

  return async () => {
    if (!server.listening) return;
    phase = 'grace';
    for (const response of responses) if (!response.headersSent) response.shouldKeepAlive = false;
    if (sockets.size > 0) await wait(graceMs);
    phase = 'closing';
    const closed = new Promise((resolve) => server.close(resolve)); // closes idle connections too
    const endUnused = setTimeout(() => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy(); // Node does not count a connection without any request as idle
    }, graceMs); // its first request may be on its way
    const cut = setTimeout(() => server.closeAllConnections(), drainMsMax);
    await closed;
    for (const timer of [endUnused, cut]) clearTimeout(timer);
  };
}
