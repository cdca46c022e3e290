import type { AlertFacts } from '#domain/alerting/alert';

/** Nothing is wrong at `now`, and nothing is known of anything. */
export function calmFacts(now: number): AlertFacts {
  return {
    now,
    watchedSince: 0,
    evaluatedUntil: now,
    watermark: null,
    reconciledUntil: null,
    heldSources: new Set(),
    outages: [],
    components: [],
    incidents: [],
    promises: [],
    troubles: [],
    sources: [],
    senders: [],
    silenceAfterMs: 30_000,
    destinations: [],
    failingDestinations: [],
  };
}
