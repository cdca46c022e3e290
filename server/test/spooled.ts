import type { Spooled } from '#server/ingest/spool/spooled';

/** Returns a delivery of an agent that arrived at `n`. */
export function aSpooled(n: number, change: Partial<Spooled> = {}): Spooled {
  return {
    id: `delivery-${n}`,
    kind: 'probes',
    sender: {
      tokenId: 1,
      prefix: 'p',
      scopes: ['probes:write'],
      sourceId: 1,
      sourceName: 'agent-a',
      sourceKind: 'agent',
      heartbeat: null,
      alerts: null,
    },
    receivedAt: n,
    latest: n,
    heldFrom: n,
    accepted: 1,
    body: { source: 'agent-a', probes: [] },
    ...change,
  };
}
