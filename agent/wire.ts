import type { Probe, Receipt } from '#server/ingest/schemas';

/** The server defines the format of probes and receipts. */
export type WireProbe = Probe;
export type WireReceipt = Receipt;
