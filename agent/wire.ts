import type { Probe, Receipt } from '#server/probes/schemas';

/** What goes over the wire is the server's to say. */
export type WireProbe = Probe;
export type WireReceipt = Receipt;
