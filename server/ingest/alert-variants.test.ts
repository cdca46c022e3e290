import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, test } from 'vitest';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { ADA, as } from '#server/test/people';
import { startProbes } from '#server/test/probes';
import { alertWorld } from '#server/test/received-alert-world';
import { anAlert } from '#server/test/received-alerts';

/** Variants of notifications from senders other than Alertmanager, after their documentation and bug reports. */
const T0 = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const { world, notify, statuses } = alertWorld(T0);
const AT = (ms: number) => new Date(T0 + ms).toISOString();
const broken = (startsMs: number, endsMs?: number, labels: Record<string, string> = {}) =>
  anAlert({
    startsAt: T0 + startsMs,
    ...(endsMs === undefined ? {} : { endsAt: T0 + endsMs }),
    labels: { instance: 'srv-1', ...labels },
  });

const healths = async () =>
  Object.fromEntries(
    (
      await world.ctx.web.query<{ name: string; health: number }>(
        'SELECT i.name, max(o.health) AS health FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id GROUP BY i.name',
      )
    ).rows.map(({ name, health }) => [name, ['', '', 'up', 'degraded', 'down'][health]]),
  );

// Prometheus, Mimir's and Thanos' ruler and vmalert give a firing alert the end of some evaluations from now; Alertmanager's webhook writes the year 1.
// https://prometheus.io/docs/alerting/latest/clients/, https://docs.victoriametrics.com/victoriametrics/vmalert/
test.each([AT(4 * MINUTE), AT(-MINUTE), '0001-01-01T00:00:00Z', '', null, undefined])(
  'a firing alert fires whatever its endsAt is: %s',
  async (endsAt) => {
    const { status, body } = await notify(MINUTE, [{ ...broken(0), ...(endsAt === null ? {} : { endsAt }) }]);
    expect([status, body]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
    expect(await statuses(5 * MINUTE)).toEqual([[0, 'major_outage']]);
  },
);

test('its own status counts, in upper or lower case, and not that of the group', async () => {
  await notify(MINUTE, [{ ...broken(0), status: 'FIRING' }], { status: 'resolved' });
  expect(await statuses(2 * MINUTE)).toEqual([[0, 'major_outage']]);
  await notify(3 * MINUTE, [{ ...broken(0, 2 * MINUTE), status: 'Resolved' }], { status: 'firing' });
  expect((await statuses(3 * MINUTE)).at(-1)).toEqual([2 * MINUTE, 'operational']);
});

// Grafana may let an alert end at an instant before the start that it writes: https://github.com/grafana/grafana/issues/117113 shows the two equal.
test('an end before its start ends the alert', async () => {
  await notify(MINUTE, [broken(0)]);
  expect(
    (await notify(3 * MINUTE, [{ ...broken(2 * MINUTE + 1), status: 'resolved', endsAt: AT(2 * MINUTE) }])).body,
  ).toMatchObject({ accepted: 1 });
  expect((await statuses(3 * MINUTE)).at(-1)?.[1]).toBe('operational');
});

// https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/nodata-and-error-states/
test.each(['DatasourceError', 'DatasourceNoData'])(
  '%s is unknown while it fires, and no outage, whatever the severity of the rule',
  async (alertname) => {
    const labels = {
      alertname,
      rulename: 'HighLatency',
      component: 'serving',
      severity: 'critical',
      datasource_uid: 'x',
      ref_id: 'A',
    };
    const grafana = (startsMs: number, endsMs?: number) => ({
      ...broken(startsMs, endsMs),
      labels,
      fingerprint: 'ds',
      values: null,
      silenceURL: 'x',
      orgId: 1,
    });
    await notify(MINUTE, [grafana(0)]);
    expect(await statuses(13 * HOUR)).toEqual([[0, 'unknown']]);
    await notify(14 * HOUR, [grafana(0, 13 * HOUR)]);
    expect(await statuses(14 * HOUR)).toEqual([
      [0, 'unknown'],
      [13 * HOUR, 'operational'],
    ]);
    expect(await healths()).toEqual({ HighLatency: 'up' });
  },
);

test('an alert that fires is down though a rule about its instance cannot be evaluated, and unknown once it has ended', async () => {
  const unsure = broken(MINUTE, undefined, { alertname: 'DatasourceError' });
  await notify(2 * MINUTE, [broken(0), unsure]);
  await notify(4 * MINUTE, [broken(0, 3 * MINUTE), unsure]);
  expect(await statuses(5 * MINUTE)).toEqual([
    [0, 'major_outage'],
    [3 * MINUTE, 'unknown'],
  ]);
});

// RFC 5424, 6.2.1 (notice, info, debug), PagerDuty's severities (info) and its priorities P1 to P5, Opsgenie's.
const MINOR = ['notice', 'low', 'info', 'Informational', 'information', 'debug', 'P4', 'p5', 'sev4', 'sev5', 's4'];

test('severities follow the table, in upper or lower case; none is ignored', async () => {
  const severities = ['Critical', 'ERROR', 'page', 'P1', 'warn', 'Warning', 'minor', 'p3', 'none', 'odd', ...MINOR];
  const { body } = await notify(
    MINUTE,
    severities.map((severity) => broken(0, undefined, { instance: severity, severity })),
  );
  expect(body).toEqual({ accepted: 10 + MINOR.length, duplicates: 0, rejected: [] });
  expect(await healths()).toEqual({
    ...Object.fromEntries(['Critical', 'ERROR', 'page', 'P1', 'odd'].map((name) => [name, 'down'])),
    ...Object.fromEntries(['warn', 'Warning', 'minor', 'p3', ...MINOR].map((name) => [name, 'degraded'])),
    none: 'up',
  });
});

test('the catalogue maps severities; an open alert follows with its next notification, and ends where its severity is now ignored', async () => {
  const apply = (severities: string) =>
    applyCatalog(as(world.ctx, ADA), {
      text: `sources: [{ name: alertmanager, kind: edge, severities: ${severities} }]`,
    });
  const odd = [broken(0, undefined, { severity: 'Odd' })];
  await notify(0, odd);
  await apply('{ odd: degraded }');
  await notify(2 * MINUTE, odd);
  expect((await statuses(3 * MINUTE)).at(-1)).toEqual([2 * MINUTE, 'degraded_performance']);
  await apply('{ ODD: ignore }');
  await notify(4 * MINUTE, odd);
  expect(await statuses(5 * MINUTE)).toEqual([
    [0, 'major_outage'],
    [expect.closeTo(2 * MINUTE, -1), 'degraded_performance'],
    [4 * MINUTE, 'operational'],
  ]);
});

test('logs unknown severities and omitted alerts once per source', async () => {
  const lines: { severity?: string; source?: string }[] = [];
  const log = pino(
    { level: 'warn' },
    new Writable({ write: (line, _encoding, done) => done(void lines.push(JSON.parse(String(line)))) }),
  );
  const probes = await startProbes({ ...world.ctx, log });
  world.clock.set(T0 + MINUTE);
  for (let i = 0; i < 3; i++)
    await probes.notify('alertmanager', {
      alerts: [broken(0, undefined, { severity: 'odd' }), broken(0, undefined, { severity: 'critical' })],
      truncatedAlerts: 2,
    });
  expect(lines.map(({ source, severity }) => [source, severity])).toEqual([
    ['alertmanager', 'odd'],
    ['alertmanager', undefined],
  ]);
  await probes.stop();
});
