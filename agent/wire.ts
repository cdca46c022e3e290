import type { Probe, Receipt } from '#server/ingest/schemas';

/** What goes over the wire is the server's to say. */
export type WireProbe = Probe;
export type WireReceipt = Receipt;
