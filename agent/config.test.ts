import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseConfig, readConfig } from './config.ts';

const VALID =
  'candor: https://status.example\nsource: agent-a\ngroups:\n  - component: serving\n    list: [http://10.0.0.1/health]\n';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-agent-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a configuration', () => {
  test('has defaults and reads its token from a file relative to its own folder', async () => {
    await writeFile(path.join(folder, 'token'), 'cnd_x\n');
    await writeFile(path.join(folder, 'agent.yaml'), `${VALID}tokenFile: token\n`);
    const config = await readConfig(path.join(folder, 'agent.yaml'));
    expect(config).toMatchObject({
      token: 'cnd_x',
      intervalSeconds: 10,
      timeoutSeconds: 3,
      buffer: path.join(folder, 'candor-agent-buffer'),
    });
  });

  test('is overridden by CANDOR_URL', async () => {
    const file = path.join(folder, 'elsewhere.yaml');
    await writeFile(file, `${VALID}token: cnd_x\n`);
    vi.stubEnv('CANDOR_URL', 'http://127.0.0.1:3001');
    expect((await readConfig(file)).candor).toBe('http://127.0.0.1:3001');
    vi.stubEnv('CANDOR_URL', 'status.example');
    await expect(readConfig(file)).rejects.toThrow('CANDOR_URL must be a URL');
    vi.unstubAllEnvs();
    expect((await readConfig(file)).candor).toBe('https://status.example');
  });

  test('that is invalid names the setting and the rule', async () => {
    const problem = (text: string) => {
      try {
        parseConfig(text, 'agent.yaml');
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(problem(VALID)).toBe('none');
    expect(problem(`${VALID}interval: 5\n`)).toContain('interval');
    expect(problem(VALID.replace('list:', 'dns: { name: a, port: 1 }\n    list:'))).toContain(
      'groups.0: must have exactly one of list, file and dns',
    );
    expect(problem(VALID.replace('https:', 'ftp:'))).toContain('candor: must be an http or https URL');
    expect(problem(VALID.replace('source: agent-a\n', ''))).toBe('agent.yaml: source: is required. See docs/agent.md.');
    expect(problem(`${VALID}timeoutSeconds: 20\n`)).toContain(
      'timeoutSeconds: must not be longer than intervalSeconds',
    );
    expect(problem(`${VALID}token: a\ntokenFile: b\n`)).toContain('tokenFile: must not be set together with token');
    expect(problem(VALID.replace('health]', 'health, http://10.0.0.1/other]'))).toContain(
      'groups.0.list.1: "10.0.0.1" is already used by another',
    );
    const again =
      '  - component: serving\n    list: [{ instance: a, url: http://a }, { instance: 10.0.0.1, url: http://b }]\n';
    expect(problem(`${VALID}${again}`)).toContain(
      'groups.1.list.1: "10.0.0.1" is already used by another instance of serving',
    );
    expect(problem(`${VALID}${again.replace('serving', 'analytics')}`)).toBe('none');
    expect(problem(VALID.replace('http://10', 'ftp://10'))).toContain('groups.0.list.0: must be an http or https URL');
    expect(problem('a: [')).toContain('is not valid YAML');
    await writeFile(path.join(folder, 'none.yaml'), VALID);
    await expect(readConfig(path.join(folder, 'none.yaml'))).rejects.toThrow('CANDOR_TOKEN');
    await expect(readConfig(path.join(folder, 'absent.yaml'))).rejects.toThrow('Cannot read ');
  });

  test('with an invalid selector or duplicate health values names the reason and the place', () => {
    const problem = (how: string) => {
      try {
        parseConfig(`${VALID}    ${how}\n`, 'agent.yaml');
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(problem("prometheus: { dataAgeSeconds: 'data_age_seconds{store=campaigns}' }")).toBe(
      'agent.yaml: groups.0.prometheus.dataAgeSeconds.metric: invalid selector at character 24: expected a value in quotes, found "campaigns}". See docs/agent.md.',
    );
    expect(problem('prometheus: { up: { metric: up, take: mean } }')).toContain('groups.0.prometheus.up.take');
    expect(problem('prometheus: { up: {"my.metric"} }')).toContain('groups.0.prometheus.up');
    expect(problem('prometheus: { up: my.metric }')).toContain('must be in braces and quotes: {"my.metric"}');
    expect(problem('prometheus: { up: \'{"my.metric"}\', latencySeconds: { metric: l, take: lowest } }')).toBe('none');
    expect(problem('json: { health: /status, up: [fine], down: [Fine] }')).toContain(
      'groups.0.json: lists the value "fine" twice',
    );
    expect(problem('json: { health: /status, up: [warn] }')).toBe('none');
  });
});
