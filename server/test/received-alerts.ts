/** A captured notification of Alertmanager 0.25.0, without its annotations and with another external URL. */
export const CAPTURED = {
  receiver: 'hook',
  status: 'firing',
  alerts: [
    {
      status: 'resolved',
      labels: { alertname: 'ServingProbeFailure', component: 'serving', instance: 'ad-001', severity: 'critical' },
      annotations: {},
      startsAt: '2026-11-23T03:00:00Z',
      endsAt: '2026-11-23T03:25:33Z',
      generatorURL: '',
      fingerprint: '8b6447a7c5e88d7d',
    },
    {
      status: 'firing',
      labels: { alertname: 'ServingProbeFailure', component: 'serving', instance: 'ad-002', severity: 'critical' },
      annotations: {},
      startsAt: '2026-11-23T03:10:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: '',
      fingerprint: '63a18d52cda3058a',
    },
  ],
  groupLabels: { alertname: 'ServingProbeFailure', component: 'serving' },
  commonLabels: { alertname: 'ServingProbeFailure', component: 'serving', severity: 'critical' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  version: '4',
  groupKey: '{}:{alertname="ServingProbeFailure", component="serving"}',
  truncatedAlerts: 1,
};

type Change = { labels?: Record<string, string>; startsAt: number; endsAt?: number; fingerprint?: string };

/** Returns an alert as Alertmanager sends it, resolved if it has an end. Its fingerprint follows from its labels. */
export function anAlert({ labels = {}, startsAt, endsAt, fingerprint }: Change) {
  const all = { alertname: 'Broken', component: 'serving', ...labels };
  return {
    status: endsAt === undefined ? 'firing' : 'resolved',
    labels: all,
    annotations: {},
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === undefined ? '0001-01-01T00:00:00Z' : new Date(endsAt).toISOString(),
    generatorURL: '',
    fingerprint: fingerprint ?? JSON.stringify(all),
  };
}
