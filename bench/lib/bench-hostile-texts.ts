import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { hostileTexts } from '#server/test/hostile-texts';
import { freshPlace, type Place } from './ingest.ts';
import { serve } from './place.ts';
import { against, type Result, round } from './report.ts';

const TEXTS = 200;
const RENDERED_MS_MAX = 200;
const REFUSED_MS_MAX = 50;
const HEALTH_MS_MAX = 100;
const HTML_BYTES_MAX = 1_000_000;
const HEALTH_PAUSE_MS = 10;
const SEED_MAX = 2 ** 31;

type Answer = { status: number; ms: number };

/** Asks for an address and reads the whole answer. */
async function timed(url: string, init: RequestInit = {}): Promise<Answer & { body: string }> {
  const startedAt = performance.now();
  const response = await fetch(url, init);
  const body = await response.text();
  return { status: response.status, ms: performance.now() - startedAt, body };
}

async function staffToken({ ctx }: Place): Promise<string> {
  return (
    await createToken(
      { ...ctx, actor: { kind: 'system', name: 'bench' } },
      { name: 'bench', scopes: ['incidents:write'] },
    )
  ).text;
}

type Api = { url: string; token: string };

function post({ url, token }: Api, path: string, body: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return timed(`${url}/api/v1/incidents${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Asks /healthz again and again until stopped; resolves to the slowest answer in milliseconds. */
function watchHealth(url: string): () => Promise<number> {
  let isStopped = false;
  const watching = (async () => {
    let slowest = 0;
    while (!isStopped) {
      const { status, ms } = await timed(`${url}/healthz`);
      if (status !== 200) throw new Error(`/healthz was answered with ${status}`);
      slowest = Math.max(slowest, ms);
      await wait(HEALTH_PAUSE_MS);
    }
    return slowest;
  })();
  return () => {
    isStopped = true;
    return watching;
  };
}

/** Opens the incident that gets the texts, with one that is rendered and one that is refused, so that the server has loaded what it needs for them. */
async function openIncident(api: Api): Promise<string> {
  const opened = await post(api, '', { title: 'Hostile texts', body: 'The first text.', notify: false });
  const { incident } = JSON.parse(opened.body) as { incident: string };
  await postAll(api, incident, ['The thread that renders texts has started.', '>'.repeat(100)]);
  return incident;
}

/** Posts the texts one after the other as updates of an incident. */
async function postAll(api: Api, incident: string, texts: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const body of texts) {
    const { status, ms } = await post(api, `/${incident}/updates`, { body, notify: false });
    if (status !== 201 && status !== 422)
      throw new Error(`a text was answered with ${status}: ${JSON.stringify(body.slice(0, 200))}`);
    answers.push({ status, ms });
  }
  return answers;
}

function slowest(answers: readonly Answer[], status: number): number {
  return Math.max(0, ...answers.filter((answer) => answer.status === status).map(({ ms }) => ms));
}

/** Saves generated texts of the greatest length through the API, while /healthz is asked all the time. BENCH_SEED repeats a run. */
export async function hostileTextsBench(): Promise<Result> {
  const seed = Number(process.env.BENCH_SEED ?? randomInt(SEED_MAX));
  process.stderr.write(`bench: hostile texts of seed ${seed}\n`);
  const place = await freshPlace();
  const server = await serve({ DATA_DIR: place.dataDir, DATABASE_URL: place.url });
  const api = { url: server.url, token: await staffToken(place) };
  const incident = await openIncident(api);
  const stopWatching = watchHealth(server.url);
  const answers = await postAll(api, incident, hostileTexts(seed, TEXTS));
  const healthMs = await stopWatching();
  const { rows } = await place.ctx.web.query<{ bytes: number }>(
    'SELECT max(octet_length(html)) AS bytes FROM incident_update',
  );
  await server.stop();
  const rendered = answers.filter(({ status }) => status === 201).length;
  return {
    bench: 'hostile-texts',
    value: slowest(answers, 201),
    unit: 'ms',
    budget: { max: RENDERED_MS_MAX },
    yardsticks: [
      against('slowest refusal against its limit, ms', slowest(answers, 422), REFUSED_MS_MAX, { max: 1 }),
      against('slowest answer of /healthz against its limit, ms', healthMs, HEALTH_MS_MAX, { max: 1 }),
      against('largest HTML against its limit, bytes', rows[0]?.bytes ?? 0, HTML_BYTES_MAX, { max: 1 }),
    ],
    details: {
      seed,
      rendered,
      refused: answers.length - rendered,
      slowestRefusalMs: round(slowest(answers, 422)),
      slowestHealthMs: round(healthMs),
      largestHtmlBytes: rows[0]?.bytes ?? 0,
    },
  };
}
