import { describe, expect, test } from 'vitest';
import { alertWorld } from '#server/test/received-alert-world';
import { anAlert, CAPTURED } from '#server/test/received-alerts';

const T0 = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;
const alerts = alertWorld(T0);
const { world } = alerts;

/** Delivers alerts `afterMs` after T0. */
const notify = (afterMs: number, ...all: unknown[]) => alerts.notify(afterMs, all);

const receipt = (accepted: number, duplicates = 0) => ({ accepted, duplicates, rejected: [] });
const broken = (startsMs: number, endsMs?: number, labels: Record<string, string> = {}) =>
  anAlert({
    startsAt: T0 + startsMs,
    ...(endsMs === undefined ? {} : { endsAt: T0 + endsMs }),
    labels: { instance: 'srv-1', ...labels },
  });

describe('refusals', () => {
  test('are listed by alert, and the other alerts are accepted', async () => {
    const answer = await notify(
      MINUTE,
      broken(0),
      anAlert({ startsAt: T0, labels: { component: 'nothing' } }),
      { ...broken(0), labels: { alertname: 'NoComponent' } },
      { ...broken(0), startsAt: 'yesterday' },
      { ...broken(0), status: 'resolved' },
      broken(3 * MINUTE),
      { ...broken(0), fingerprint: undefined },
      null,
      { ...broken(0), labels: { component: 'serving' } },
    );
    expect([answer.status, answer.body.accepted, answer.body.duplicates]).toEqual([202, 1, 0]);
    expect(
      (answer.body.rejected as { index: number; code: string; detail: string }[]).map((r) => [
        r.index,
        r.code,
        r.detail.split(':')[0],
      ]),
    ).toEqual([
      [1, 'unknown_component', 'labels.component'],
      [2, 'invalid', 'labels.component'],
      [3, 'invalid', 'startsAt'],
      [4, 'invalid', 'endsAt'],
      [5, 'in_future', 'startsAt, endsAt'],
      [6, 'invalid', 'fingerprint'],
      [7, 'invalid', 'alert'],
      [8, 'invalid', 'labels.instance'],
    ]);
  });

  test('of all alerts are 422, so that the log of Alertmanager names the mistake', async () => {
    const answer = await notify(MINUTE, { ...broken(0), labels: { alertname: 'A' } });
    expect([answer.status, answer.body.detail]).toEqual([
      422,
      expect.stringContaining('alerts[0]: labels.component: is required; add a label'),
    ]);
    expect((await notify(MINUTE)).body).toEqual(receipt(0));
    expect((await alerts.probes.notify('alertmanager', { receiver: 'hook' })).status).toBe(422);
    expect((await notify(MINUTE, ...Array(5_001).fill(broken(0)))).status).toBe(413);
  });

  test('rejects a token of another kind of source with instructions, and ignores unknown keys, as Grafana sends them', async () => {
    const send = async (source: string, body: string) =>
      alerts.probes.send(
        body,
        { authorization: `Bearer ${await alerts.probes.tokenFor(source)}` },
        '/api/v1/probes/alertmanager',
      );
    const body = JSON.stringify({
      ...CAPTURED,
      orgId: 1,
      title: 'x',
      state: 'alerting',
      message: 'y',
      alerts: [{ ...broken(0), values: { A: 1 }, silenceURL: 'z' }],
    });
    const refused = await send('agent-a', body);
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      expect.stringMatching(/source of kind edge; "agent-a" is of kind agent.*catalog apply/),
    ]);
    await world.ctx.prisma.source.create({ data: { name: 'grafana', kind: 'edge', createdAt: new Date(0) } });
    expect((await send('grafana', body)).body).toEqual(receipt(1));
    expect((await send('grafana', '{')).status).toBe(400);
    expect((await fetch(`${alerts.probes.url}/api/v1/probes/alertmanager`)).status).toBe(405);
    expect((await alerts.probes.send(body, {}, '/api/v1/probes/alertmanager')).status).toBe(401);
  });
});
