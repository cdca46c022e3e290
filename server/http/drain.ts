import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Connections that are open when the stop begins have this long to send one more request, which is answered with `Connection: close`. */
const GRACE_MS = 1_000;
/** A request that takes longer than this to arrive and be answered is cut off. */
const DRAIN_MS_MAX = 30_000;

/**
 * Follows the requests of a server and returns what stops it without cutting one off: every answer says `Connection: close` from then on, so that
 * clients which keep connections open go away by themselves; what is idle is closed after a grace, for a request may be on its way in it.
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
      if (phase === 'closing') setImmediate(() => server.closeIdleConnections()); // its head may have been sent before the stop began
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
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy(); // Node does not count one that was never used as idle
    }, graceMs); // its request may be on its way, too
    const cut = setTimeout(() => server.closeAllConnections(), drainMsMax);
    await closed;
    for (const timer of [endUnused, cut]) clearTimeout(timer);
  };
}
