import { createHash } from 'node:crypto';

/** Returns by what an erased address is recognised. Channels differ, because an address unsubscribes from one of them. */
export function addressHash(channel: string, address: string): string {
  return createHash('sha256').update(`${channel} ${address}`).digest('hex');
}
