import type { AlertFacts } from '#domain/alerting/alert';

/** Returns facts at `now` from which no alert follows. */
export function healthyFacts(now: number): AlertFacts {
  return {
    now,
    watchedSince: 0,
    evaluatedUntil: now,
    watermark: null,
    reconciledUntil: null,
    unstoredSources: new Set(),
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
    postmortems: [],
    volumePausedAt: null,
  };
}
