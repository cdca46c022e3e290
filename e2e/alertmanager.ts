import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** The path of the program in Debian's package. */
export const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';
/** Returns whether the package can be installed here. */
export const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');
const STARTED_MS_MAX = 60_000;
const SILENCE_MS = 3_600_000;

export type Alert = { labels: Record<string, string>; startsAt: number; endsAt: number };

/** How soon and how often Alertmanager sends. `maxAlerts`: the alerts per group in one notification, 0 for all. */
type Route = { groupInterval: string; repeatInterval: string; maxAlerts?: number };
const AT_ONCE: Route = { groupInterval: '500ms', repeatInterval: '1h' };

/** One receiver for all alerts. */
function configuration(
  candorUrl: string,
  token: string,
  { groupInterval, repeatInterval, maxAlerts = 0 }: Route,
): string {
  return `
route: { receiver: candor, group_by: [component], group_wait: 100ms, group_interval: ${groupInterval}, repeat_interval: ${repeatInterval} }
receivers:
  - name: candor
    webhook_configs:
      - url: ${candorUrl}/api/v1/probes/alertmanager
        max_alerts: ${maxAlerts}
        http_config: { authorization: { credentials: ${token} } }
`;
}

/** Returns the URL that Alertmanager listens on, read from its log. */
function listening(child: ChildProcess, log: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Alertmanager does not listen: ${log.join('')}`)), STARTED_MS_MAX);
    child.once('exit', () => reject(new Error(`Alertmanager ended: ${log.join('')}`)));
    child.stderr?.on('data', (bytes) => {
      log.push(String(bytes));
      const address = /address=(127\.0\.0\.1:[1-9]\d*)/.exec(log.join(''))?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(`http://${address}`);
    });
  });
}

/** Starts a single Alertmanager on a free port, with Candor as its receiver. */
export async function startAlertmanager(candorUrl: string, token: string, route = AT_ONCE) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'candor-alertmanager-'));
  const file = path.join(folder, 'alertmanager.yml');
  await writeFile(file, configuration(candorUrl, token, route));
  const args = [
    `--config.file=${file}`,
    `--storage.path=${folder}`,
    '--web.listen-address=127.0.0.1:0',
    '--cluster.listen-address=',
  ];
  const child = spawn(ALERTMANAGER, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const log: string[] = [];
  const url = await listening(child, log);

  async function send(resource: string, body: object): Promise<Response> {
    const response = await fetch(`${url}/api/v2/${resource}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
    return response;
  }

  return {
    /** Returns the log, which holds what a receiver rejected. */
    log: () => log.join(''),
    /** Sends alerts to Alertmanager as Prometheus does. */
    async post(...alerts: Alert[]): Promise<void> {
      const body = alerts.map(({ labels, startsAt, endsAt }) => ({
        labels,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
      }));
      await send('alerts', body);
    },
    /** Silences the alerts with this label. Returns the id of the silence. */
    async silence(name: string, value: string): Promise<string> {
      const [startsAt, endsAt] = [Date.now(), Date.now() + SILENCE_MS].map((at) => new Date(at).toISOString());
      const matchers = [{ name, value, isRegex: false, isEqual: true }];
      const response = await send('silences', { matchers, startsAt, endsAt, createdBy: 'Ada', comment: 'Test' });
      return (await response.json()).silenceID;
    },
    async expire(silence: string): Promise<void> {
      const response = await fetch(`${url}/api/v2/silence/${silence}`, { method: 'DELETE' });
      if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
