import type { PublicIncident, PublicUpdate } from '#domain/incident/public-incident';
import { NOW } from './summaries.ts';

const MINUTE = 60_000;
const SERVING = { publicId: 'srv0a1b2c3d4', slug: 'serving', name: 'Serving' };

export function anUpdate(change: Partial<PublicUpdate> = {}): PublicUpdate {
  return {
    publicId: 'upd000000001',
    state: 'investigating',
    body: 'We **look** into it.',
    html: '<p>We <strong>look</strong> into it.</p>',
    text: 'We look into it.',
    isAutomatic: false,
    notifies: true,
    occurredAt: NOW - 60 * MINUTE,
    publishedAt: NOW - 60 * MINUTE,
    editedAt: null,
    retractedAt: null,
    retractedReason: null,
    nextUpdateBy: null,
    promise: null,
    whatYouCanDo: null,
    affected: [{ ...SERVING, oldStatus: 'operational', newStatus: 'major_outage' }],
    ...change,
  };
}

/** An open public incident of serving, an hour old, with one update. */
export function aPublicIncident(change: Partial<PublicIncident> = {}): PublicIncident {
  return {
    publicId: 'inc000000001',
    title: 'Problem with Serving',
    state: 'investigating',
    impact: 'critical',
    isBackfilled: false,
    startedAt: NOW - 71 * MINUTE,
    detectedAt: NOW - 70 * MINUTE,
    createdAt: NOW - 70 * MINUTE,
    publicAt: NOW - 70 * MINUTE,
    updatedAt: NOW - 60 * MINUTE,
    monitoringAt: null,
    resolvedAt: null,
    withdrawnAt: null,
    mergedInto: null,
    mergedIntoTitle: null,
    postmortemId: null,
    postmortemPromisedOn: null,
    components: [{ ...SERVING, status: 'major_outage' }],
    episodes: [{ from: NOW - 71 * MINUTE, to: null, component: 'serving', level: 3 }],
    updates: [anUpdate()],
    related: [],
    nextUpdateBy: null,
    whatYouCanDo: null,
    postmortemText: null,
    ...change,
  };
}
