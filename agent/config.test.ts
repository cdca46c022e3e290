import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseConfig, readConfig } from './config.ts';

const WHOLE =
  'candor: https://status.example\nsource: agent-a\ngroups:\n  - component: serving\n    list: [http://10.0.0.1/health]\n';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-agent-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a configuration', () => {
  test('is filled up with defaults; its token comes from the file it names, relative to its own', async () => {
    await writeFile(path.join(folder, 'token'), 'cnd_x\n');
    await writeFile(path.join(folder, 'agent.yaml'), `${WHOLE}tokenFile: token\n`);
    const config = await readConfig(path.join(folder, 'agent.yaml'));
    expect(config).toMatchObject({
      token: 'cnd_x',
      intervalSeconds: 10,
      timeoutSeconds: 3,
      buffer: path.join(folder, 'candor-agent-buffer'),
    });
  });

  test('sends to CANDOR_URL where that is set', async () => {
    const file = path.join(folder, 'elsewhere.yaml');
    await writeFile(file, `${WHOLE}token: cnd_x\n`);
    vi.stubEnv('CANDOR_URL', 'http://127.0.0.1:3001');
    expect((await readConfig(file)).candor).toBe('http://127.0.0.1:3001');
    vi.stubEnv('CANDOR_URL', 'status.example');
    await expect(readConfig(file)).rejects.toThrow('CANDOR_URL must be a URL');
    vi.unstubAllEnvs();
    expect((await readConfig(file)).candor).toBe('https://status.example');
  });

  test('that cannot be used says which key, and what to write', async () => {
    const complaint = (text: string) => {
      try {
        parseConfig(text, 'agent.yaml');
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(complaint(WHOLE)).toBe('none');
    expect(complaint(`${WHOLE}interval: 5\n`)).toContain('interval');
    expect(complaint(WHOLE.replace('list:', 'dns: { name: a, port: 1 }\n    list:'))).toContain(
      'groups.0: must name its targets by exactly one of',
    );
    expect(complaint(WHOLE.replace('https:', 'ftp:'))).toContain('candor');
    expect(complaint(`${WHOLE}timeoutSeconds: 20\n`)).toContain(
      'timeoutSeconds: must not be longer than intervalSeconds',
    );
    expect(complaint(`${WHOLE}token: a\ntokenFile: b\n`)).toContain('tokenFile: must not stand beside token');
    expect(complaint(WHOLE.replace('health]', 'health, http://10.0.0.1/other]'))).toContain(
      'groups.0.list.1: is called "10.0.0.1" like another',
    );
    const again =
      '  - component: serving\n    list: [{ instance: a, url: http://a }, { instance: 10.0.0.1, url: http://b }]\n';
    expect(complaint(`${WHOLE}${again}`)).toContain(
      'groups.1.list.1: is called "10.0.0.1" like another instance of serving',
    );
    expect(complaint(`${WHOLE}${again.replace('serving', 'analytics')}`)).toBe('none');
    expect(complaint(WHOLE.replace('http://10', 'ftp://10'))).toContain('groups.0.list.0');
    expect(complaint('a: [')).toContain('is not YAML');
    await writeFile(path.join(folder, 'none.yaml'), WHOLE);
    await expect(readConfig(path.join(folder, 'none.yaml'))).rejects.toThrow('CANDOR_TOKEN');
    await expect(readConfig(path.join(folder, 'absent.yaml'))).rejects.toThrow('cannot be read');
  });

  test('with a selector or words that cannot be read says why and where', () => {
    const complaint = (how: string) => {
      try {
        parseConfig(`${WHOLE}    ${how}\n`, 'agent.yaml');
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(complaint("prometheus: { dataAgeSeconds: 'data_age_seconds{store=campaigns}' }")).toBe(
      'agent.yaml: groups.0.prometheus.dataAgeSeconds.metric: cannot be read at character 24: expected a value in quotes, found "campaigns}". See docs/agent.md.',
    );
    expect(complaint('prometheus: { up: { metric: up, take: mean } }')).toContain('groups.0.prometheus.up.take');
    expect(complaint('prometheus: { up: {"my.metric"} }')).toContain('groups.0.prometheus.up');
    expect(complaint('prometheus: { up: my.metric }')).toContain('must be in braces and quotes, {"my.metric"}');
    expect(complaint('prometheus: { up: \'{"my.metric"}\', latencySeconds: { metric: l, take: lowest } }')).toBe(
      'none',
    );
    expect(complaint('json: { health: /status, up: [fine], down: [Fine] }')).toContain(
      'groups.0.json: lists the word "fine" twice',
    );
    expect(complaint('json: { health: /status, up: [warn] }')).toBe('none');
  });
});
